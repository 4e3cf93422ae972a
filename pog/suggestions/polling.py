"""Putting wordings to the vote: the words of now and suggested ones, frozen on a ballot."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from pog.ballots.models import Ballot, Option
from pog.ballots.outcomes import outcome_of
from pog.ballots.services import Choice, prepare_ballot
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line, plain_text
from pog.profiles.models import Attribute
from pog.profiles.recording import hold
from pog.suggestions.models import Suggestion
from pog.suggestions.placing import splice
from pog.suggestions.queries import placed_now

SUGGESTED_WORDS, WORDS_OF_BEFORE = "suggestion", "wording"
"""What an option of a ballot stands for (`Option.source_kind`)."""
NAME_LENGTH = 120
"""Characters of the words in an option's name; its whole wording stands below."""


def put_to_vote(
    attribute: Attribute,
    convening: Convening,
    suggestions: Sequence[Suggestion],
    *,
    question: str,
    method: str = "approval",
) -> Ballot:
    """Draft a ballot between the words of now and the text each suggestion would make."""
    hold(attribute.profile, attribute)
    if not suggestions:
        raise Refusal(_("Choose at least one suggestion."), field="chosen")
    placed = placed_now(suggestions)
    if any(not one.fits or not one.suggestion.is_open for one in placed):
        raise Conflict(
            _("One of these is settled, or its words have changed since. Choose again."),
            field="chosen",
        )
    names = names_of([one.suggestion for one in placed])
    texts = [
        attribute.statement
        if one.suggestion.field == "name"
        else splice(one.text, one.anchor, one.suggestion.words)
        for one in placed
    ]
    said = Choice(
        name=str(_("As it is now")),
        wording=attribute.statement,
        attribute=attribute,
        source_kind=WORDS_OF_BEFORE,
        source_id=attribute.id,
    )
    choices = [
        Choice(
            name=name,
            wording=text,
            attribute=attribute,
            source_kind=SUGGESTED_WORDS,
            source_id=one.suggestion.id,
        )
        for name, text, one in zip(names, texts, placed, strict=True)
    ]
    return prepare_ballot(
        convening, question=question, method=method, choices=[said, *choices], settings={}
    )


def names_of(suggestions: Sequence[Suggestion]) -> list[str]:
    """The suggested words as names of options, each different."""
    found: list[str] = []
    for one in suggestions:
        words = clean_line(plain_text(one.words)) or str(_("Without “%(words)s”", words=one.quote))
        name = shortened(words)
        if name.casefold() in {known.casefold() for known in found}:
            name = f"{name} ({len(found) + 1})"
        found.append(name)
    return found


def shortened(words: str) -> str:
    if len(words) <= NAME_LENGTH:
        return f"“{words}”"
    return f"“{words[:NAME_LENGTH].rpartition(' ')[0] or words[:NAME_LENGTH]} …”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A ballot on an attribute's words, and what won when that may be told."""

    ballot: Ballot
    attribute_id: uuid.UUID
    winner: str | None
    """The name of the option that won alone."""
    suggestion: Suggestion | None
    """The suggestion behind it; None when the words of before won."""


def ballots_on(attribute_id: uuid.UUID) -> list[Asked]:
    """The ballots on this attribute's wordings, newest first, drafts left out."""
    ballots = db.session.scalars(
        select(Ballot)
        .where(
            Ballot.id.in_(
                select(Option.ballot_id).where(
                    Option.attribute_id == attribute_id,
                    Option.source_kind == SUGGESTED_WORDS,
                )
            ),
            Ballot.state != "draft",
        )
        .options(joinedload(Ballot.convening), selectinload(Ballot.options))
        .order_by(Ballot.created_at.desc(), Ballot.id)
        .limit(10)
    ).all()
    return [asked(ballot, attribute_id) for ballot in ballots]


def asked_by(ballot: Ballot) -> Asked | None:
    """What a ballot asked about wordings; None when it is on something else."""
    suggested = (one for one in ballot.options if one.source_kind == SUGGESTED_WORDS)
    attribute_id = next((one.attribute_id for one in suggested), None)
    return None if attribute_id is None else asked(ballot, attribute_id)


def asked(ballot: Ballot, attribute_id: uuid.UUID) -> Asked:
    outcome = outcome_of(ballot)
    best = [one for one in outcome.options if one.rank == 1] if outcome else []
    if len(best) != 1 or not best[0].main.value:
        return Asked(ballot=ballot, attribute_id=attribute_id, winner=None, suggestion=None)
    option = best[0].option
    suggestion = (
        db.session.get(Suggestion, option.source_id)
        if option.source_kind == SUGGESTED_WORDS
        else None
    )
    return Asked(
        ballot=ballot, attribute_id=attribute_id, winner=option.name, suggestion=suggestion
    )
