"""Every vote by round and by group, as far as it was shown and groups are large enough."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from pog.ballots.eligibility import cast
from pog.ballots.methods import Bar, method_named
from pog.ballots.models import Ballot, Option
from pog.ballots.outcomes import Outcome, outcome_of
from pog.core.database import db
from pog.core.i18n import _l
from pog.core.markup import text_of
from pog.records.sections.interface import Asked, Content, Section, Sheet, yes_no


def gather(asked: Asked) -> Content | None:
    ballots = db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id == asked.convening.id, Ballot.state != "draft")
        .options(selectinload(Ballot.options), joinedload(Ballot.convening))
        .order_by(Ballot.opened_at, Ballot.position, Ballot.id)
    ).all()
    if not ballots:
        return None
    voted = votes_in(asked)
    return {"ballots": [one_ballot(ballot, voted.get(ballot.id, 0)) for ballot in ballots]}


def votes_in(asked: Asked) -> Mapping[UUID, int]:
    """How many voted in each; how many, not what."""
    voted = cast(Ballot.convening_id == asked.convening.id).subquery()
    rows = db.session.execute(select(voted.c.ballot_id, func.count()).group_by(voted.c.ballot_id))
    return {ballot_id: number for ballot_id, number in rows}


def one_ballot(ballot: Ballot, voted: int) -> Content:
    outcome = outcome_of(ballot)  # nothing before it is revealed
    return {
        "question": ballot.question,
        "method": ballot.method,
        "_method_words": method_named(ballot.method).label,
        "round": ballot.round,
        "state": ballot.state,
        "opened_at": ballot.opened_at,
        "closed_at": ballot.closed_at,
        "voted": outcome.ballots if outcome else voted,
        "eligible": ballot.eligible,
        "shown": outcome is not None,
        "options": options_in(outcome) if outcome else [wording(one) for one in ballot.options],
        "groups": groups_in(outcome) if outcome else [],
        "explanation": outcome.explanation if outcome else "",
        "winners": list(outcome.winners) if outcome else [],
        "ties": list(outcome.ties) if outcome else [],
        "rounds": rounds_in(outcome) if outcome else [],
        "reasons": list(outcome.reasons) if outcome else [],
        "_outcome": outcome,
    }


def wording(option: Option) -> Content:
    """What stood on the ballot."""
    return {
        "option": option.name,
        "wording": text_of(option.wording_html),
        "revision": option.revision_number,
    }


def options_in(outcome: Outcome) -> list[Content]:
    return [
        {
            **wording(one.option),
            "rank": one.rank,
            "tied": one.tied,
            "passes": one.passes,
            "counted": [number(bar) for bar in (one.main, *one.values)],
        }
        for one in outcome.options
    ]


def rounds_in(outcome: Outcome) -> list[Content]:
    """Where votes moved: each round with its totals, the best option first."""
    names = [(str(one.option.id), one.option.name) for one in outcome.options]
    return [
        {
            "round": one.number,
            "what": one.what,
            "votes": [{"option": name, "number": one.votes[key]} for key, name in names],
            "exhausted": one.exhausted,
        }
        for one in outcome.rounds
    ]


def groups_in(outcome: Outcome) -> list[Content]:
    names = {str(one.option.id): one.option.name for one in outcome.options}
    return [
        {
            "group": line.label,
            "ballots": line.ballots,
            "counted": [
                {"option": names[key], **number(bar)}
                for key, bar in line.mains.items()
                if key in names
            ],
        }
        for line in outcome.groups
    ]


def number(bar: Bar) -> dict[str, Any]:
    return {"what": bar.label, "number": bar.value, "of": bar.maximum}


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Ballots",
        head=["Question", "Method", "Round", "State", "Voted", "Could vote", "Group", "Ballots",
              "Option", "Rank", "Counted", "Number", "Of", "Passes"],
        rows=[row for one in content["ballots"] for row in rows_of(one)],
        widths=(44, 16, 8, 14, 9, 11, 24, 10, 36, 8, 22, 10, 10, 9),
    )  # fmt: skip
    if any(one["rounds"] for one in content["ballots"]):
        yield Sheet(
            name="Rounds of ballots",
            head=["Question", "Round of counting", "What happened", "Option", "Votes"],
            rows=[
                (ballot["question"], one["round"], one["what"], votes["option"], votes["number"])
                for ballot in content["ballots"]
                for one in ballot["rounds"]
                for votes in [
                    *one["votes"],
                    {"option": "With nobody any more", "number": one["exhausted"]},
                ]
            ],
            widths=(44, 18, 44, 36, 12),
        )
    yield Sheet(
        name="Reasons",
        head=["Question", "Round", "What would help"],
        rows=[
            (one["question"], one["round"], reason)
            for one in content["ballots"]
            for reason in one["reasons"]
        ],
        widths=(44, 8, 90),
    )


def rows_of(one: Content) -> Iterator[tuple[Any, ...]]:
    head = (one["question"], one["method"], one["round"], one["state"], one["voted"],
            one["eligible"])  # fmt: skip
    if not one["shown"]:
        yield (*head, "", "", "", "", "The result was not shown", "", "", "")
    for option in one["options"] if one["shown"] else []:
        for count in option["counted"]:
            yield (
                *head,
                "Everybody",
                one["voted"],
                option["option"],
                option["rank"],
                *values(count),
                yes_no(option["passes"]),
            )
    for group in one["groups"]:
        for count in group["counted"]:
            yield (*head, group["group"], group["ballots"], count["option"], "", *values(count), "")


def values(count: Content) -> tuple[Any, Any, Any]:
    return count["what"], count["number"], count["of"]


SECTION = Section(
    name="ballots",
    title=_l("What we voted on"),
    icon="vote",
    template="records/_ballots.html",
    gather=gather,
    sheets=sheets,
    fields={
        "ballots[].question": "The question.",
        "ballots[].method": "How it was counted.",
        "ballots[].round": "Its round.",
        "ballots[].state": "open or closed.",
        "ballots[].opened_at": "When voting began.",
        "ballots[].closed_at": "When it ended.",
        "ballots[].voted": "How many voted.",
        "ballots[].eligible": "How many could have voted at the close.",
        "ballots[].shown": "Whether the result was shown; without that no number of it is told.",
        "ballots[].options[].option": "Name on the ballot.",
        "ballots[].options[].wording": "Words on the ballot.",
        "ballots[].options[].revision": "The attribute's revision that stood on the ballot.",
        "ballots[].options[].rank": "Place in the result.",
        "ballots[].options[].tied": "Whether another option has the same place.",
        "ballots[].options[].passes": "Whether it passes; null where nothing has to pass.",
        "ballots[].options[].counted[].what": "What the number counts.",
        "ballots[].options[].counted[].number": "The number.",
        "ballots[].options[].counted[].of": "Of how many.",
        "ballots[].groups[].group": "A group, or several small ones told together.",
        "ballots[].groups[].ballots": "How many ballots came from it.",
        "ballots[].groups[].counted[].option": "Name on the ballot.",
        "ballots[].groups[].counted[].what": "What the number counts.",
        "ballots[].groups[].counted[].number": "The number.",
        "ballots[].groups[].counted[].of": "Of how many.",
        "ballots[].explanation": "Why groups are told together, when some are.",
        "ballots[].winners[]": "What is chosen or passes, the best first.",
        "ballots[].ties[]": "Each tie that had to be decided, and the rule that did it.",
        "ballots[].rounds[].round": "A step of a count in which votes move.",
        "ballots[].rounds[].what": "What happened to get there.",
        "ballots[].rounds[].votes[].option": "Name on the ballot.",
        "ballots[].rounds[].votes[].number": "Its votes then, cut after two decimals.",
        "ballots[].rounds[].exhausted": "Votes that name nobody who is still there.",
        "ballots[].reasons[]": "What would help, without names, in alphabetical order.",
    },
)
