"""Suggestions for an attribute: candidates and knowledge from the database, ranked by an engine."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.frameworks.models import Competency
from pog.matching.engines import DEFAULT, ENGINES
from pog.matching.engines.interface import Engine, Match, Passage, Ranker
from pog.matching.measuring import no_match
from pog.matching.queries import candidates_of, competencies_by_ids, knowledge_of
from pog.matching.wording import sentence, strength_of, suggested_relation

MOST_CANDIDATES: Final = 6_000
"""More are not compared while somebody waits for a page; the terminal has no such limit."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One competency with its score and why."""

    competency: Competency
    score: float
    strength: str
    relation: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A ranking, and whether even its best is no good match."""

    ranked: tuple[Suggestion, ...]
    no_good_match: bool


def engine_named(name: str) -> Engine:
    try:
        return ENGINES[name]
    except KeyError:
        known = ", ".join(sorted(ENGINES))
        raise Refusal(
            _(
                "There is no engine called “%(name)s”. Use one of: %(known)s.",
                name=name,
                known=known,
            )
        ) from None


def ready_for(
    framework_ids: Iterable[uuid.UUID],
    organization_id: uuid.UUID | None,
    engine: Engine,
    most: int | None = None,
) -> Ranker:
    """The engine with the frameworks' competencies and what this organization may know."""
    candidates = candidates_of(framework_ids)
    if most is not None and len(candidates) > most:
        raise Refusal(
            _(
                "These are %(count)s competencies, too many to compare at once. "
                "Choose one framework.",
                count=len(candidates),
            )
        )
    return engine.ready(candidates, knowledge_of(organization_id))


def suggest(
    ranker: Ranker,
    passage: Passage,
    limit: int,
    *,
    engine: Engine = ENGINES[DEFAULT],
    without: Iterable[uuid.UUID] = (),
) -> Suggestions:
    """The best competencies for a passage, those aligned or dismissed already left out."""
    left_out = {str(one) for one in without}
    found = [
        match for match in ranker.rank(passage, limit + len(left_out)) if match.key not in left_out
    ][:limit]
    return Suggestions(tuple(described(found)), no_match(engine, found))


def described(found: Sequence[Match]) -> Iterable[Suggestion]:
    competencies = competencies_by_ids(uuid.UUID(match.key) for match in found)
    for match in found:
        yield Suggestion(
            competencies[uuid.UUID(match.key)],
            match.score,
            strength_of(match.score),
            suggested_relation(match),
            tuple(sentence(reason) for reason in match.reasons),
        )
