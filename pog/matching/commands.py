"""`pog suggest` and `pog suggest-eval`: suggestions and how good they are, from the terminal."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.frameworks.models import Framework
from pog.frameworks.queries import framework_named
from pog.matching.engines import DEFAULT, ENGINES
from pog.matching.engines.interface import Passage
from pog.matching.measuring import Measured, measure, read_pool, read_questions
from pog.matching.queries import attribute_passage, knowledge_of
from pog.matching.reading import read_passages
from pog.matching.suggesting import Suggestions, ready_for
from pog.matching.suggesting import suggest as suggestions_for
from pog.matching.wording import STRENGTH_WORDS
from pog.profiles.models import Profile
from pog.profiles.queries import attributes_in_order, load_whole, profile_by_slug_or_id

engine_option = click.option(
    "--engine",
    "engine_name",
    type=click.Choice(sorted(ENGINES)),
    default=DEFAULT,
    show_default=True,
)


@click.command("suggest")
@click.argument("subject", metavar="PROFILE|CSV")
@click.option("--framework", "reference", metavar="ID", required=True, help="Where to look.")
@click.option("-k", "limit", type=click.IntRange(1, 100), default=10, show_default=True)
@engine_option
@json_option
@in_app
def suggest(subject: str, reference: str, limit: int, engine_name: str, as_json: bool) -> None:
    """Suggest competencies of a framework for each attribute of a profile, or row of a table.

    A table has the columns id, name and statement, or id and text. Nothing is stored.
    """
    profile = profile_by_slug_or_id(subject)
    passages = passages_of(subject, profile)
    framework = framework_for(reference, profile)
    engine = ENGINES[engine_name]
    organization_id = profile.organization_id if profile is not None else None
    ranker = ready_for([framework.id], organization_id, engine)
    answers = [
        (passage, suggestions_for(ranker, passage, limit, engine=engine)) for passage in passages
    ]
    if as_json:
        print_json(
            {
                "framework": str(framework.id),
                "engine": engine_name,
                "suggestions": [as_document(*answer) for answer in answers],
            }
        )
        return
    for passage, answer in answers:
        print_answer(passage, answer)


def passages_of(subject: str, profile: Profile | None) -> list[Passage]:
    if profile is not None:
        return [attribute_passage(one) for one in attributes_in_order(load_whole(profile.id))]
    path = Path(subject)
    if not path.is_file():
        raise NotFound(_("There is no profile and no file called “%(name)s”.", name=subject))
    return read_passages(path.read_bytes())


def framework_for(reference: str, profile: Profile | None) -> Framework:
    """The framework, unless it belongs to an organization that is not the profile's."""
    found = framework_named(reference)
    owner = profile.organization_id if profile is not None else None
    if found is None or found.organization_id not in (None, owner):
        raise NotFound(_("There is no framework called %(name)s.", name=reference))
    return found


def as_document(passage: Passage, answer: Suggestions) -> dict[str, Any]:
    return {
        "id": passage.key,
        "name": passage.name,
        "no_good_match": answer.no_good_match,
        "matches": [
            {
                "rank": rank,
                "competency": str(one.competency.id),
                "code": one.competency.official_code,
                "name": one.competency.name,
                "score": round(one.score, 4),
                "strength": one.strength,
                "relation": one.relation,
                "reasons": list(one.reasons),
            }
            for rank, one in enumerate(answer.ranked, start=1)
        ],
    }


def print_answer(passage: Passage, answer: Suggestions) -> None:
    click.echo(passage.name)
    if answer.no_good_match:
        click.echo("  " + _("No good match."))
    for one in answer.ranked:
        code = f"{one.competency.official_code} " if one.competency.official_code else ""
        click.echo(
            f"  {one.score:.2f}  {STRENGTH_WORDS[one.strength]}  {code}{one.competency.name}"
        )
        for reason in one.reasons:
            click.echo(f"        {reason}")


@click.command("suggest-eval")
@click.argument("truth", metavar="GROUND_TRUTH.csv", type=click.Path(path_type=Path))
@click.argument("pool", metavar="POOL.csv", type=click.Path(path_type=Path))
@engine_option
@json_option
@in_app
def suggest_eval(truth: Path, pool: Path, engine_name: str, as_json: bool) -> None:
    """Measure an engine on pairs people made: hits, recall and calibration.

    GROUND_TRUTH has the columns source_id, source_text and target_id ("none": nothing is right);
    POOL has id and text. Known crosswalks may help, but every tie that touches a source under
    test is left out first.
    """
    for path in (truth, pool):
        if not path.is_file():
            raise NotFound(_("There is no file called %(name)s.", name=path))
    candidates = read_pool(pool.read_bytes())
    questions = read_questions(truth.read_bytes(), candidates)
    found = measure(ENGINES[engine_name], questions, candidates, knowledge_of(None))
    if as_json:
        print_json({"engine": engine_name, **measured_document(found)})
        return
    for name, value in measured_document(found).items():
        if name != "calibration":
            click.echo(f"{name:20} {'-' if value is None else value}")
    click.echo(f"{'calibration error':20} {found.error:.3f}")
    for one in found.bins:
        score, right = f"{one.score:.2f}", f"{one.right:.2f}"
        said = _("mean score %(score)s, right %(right)s", score=score, right=right)
        click.echo(f"  {one.low:.1f}-{one.high:.1f} {one.count:6} {said}")


def measured_document(found: Measured) -> dict[str, Any]:
    return {
        "sources": found.questions,
        "candidates": found.candidates,
        "hit@1": round(found.hit_1, 4),
        "hit@5": round(found.hit_5, 4),
        "recall@10": round(found.recall_10, 4),
        "without_match": found.unanswerable,
        "no_good_match": None if found.refused is None else round(found.refused, 4),
        "calibration": {
            "error": round(found.error, 4),
            "bins": [asdict(one) for one in found.bins],
        },
    }


COMMANDS = [suggest, suggest_eval]
