"""Every vote by round and by group, as far as it was shown and groups are large enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from pog.ballots.chain import head_of, logs_of
from pog.ballots.deciding import Verdict, verdict_of
from pog.ballots.eligibility import cast
from pog.ballots.methods import Bar, method_named
from pog.ballots.models import Ballot, LogEntry, Option
from pog.ballots.outcomes import Outcome, outcome_of
from pog.ballots.queries import revisions_about
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
    around = Around(
        revisions=revisions_about(ballots),
        logs=logs_of([ballot.id for ballot in ballots]),
        groups={str(group.id): group.name for group in asked.convening.groups},
        with_names=asked.with_names,
    )
    return {"ballots": [one_ballot(ballot, voted.get(ballot.id, 0), around) for ballot in ballots]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is asked for once for all ballots."""

    revisions: Mapping[UUID, int]
    logs: Mapping[UUID, list[LogEntry]]
    groups: Mapping[str, str]
    with_names: bool


def votes_in(asked: Asked) -> Mapping[UUID, int]:
    """How many voted in each; how many, not what."""
    voted = cast(Ballot.convening_id == asked.convening.id).subquery()
    rows = db.session.execute(select(voted.c.ballot_id, func.count()).group_by(voted.c.ballot_id))
    return {ballot_id: number for ballot_id, number in rows}


def one_ballot(ballot: Ballot, voted: int, around: Around) -> Content:
    outcome = outcome_of(ballot)  # nothing before it is revealed
    verdict = verdict_of(ballot)
    log = around.logs.get(ballot.id, [])
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
        "secret": ballot.secret,
        "asked": [around.groups[one] for one in ballot.group_ids if one in around.groups],
        "quorum": quorum_in(verdict),
        "decided": decided_in(verdict),
        "options": options_in(outcome, around)
        if outcome
        else [wording(one, around) for one in ballot.options],
        "groups": groups_in(outcome) if outcome else [],
        "explanation": outcome.explanation if outcome else "",
        "winners": list(outcome.winners) if outcome else [],
        "ties": list(outcome.ties) if outcome else [],
        "rounds": rounds_in(outcome) if outcome else [],
        "reasons": list(outcome.reasons) if outcome else [],
        "log": [line_of(entry, around) for entry in log],
        "head": head_of(log),
        "_outcome": outcome,
        "_verdict": verdict,
        "_revisions": around.revisions,
    }


def quorum_in(verdict: Verdict | None) -> Content | None:
    """How many votes were needed and cast; nothing without a quorum."""
    if verdict is None or verdict.quorum is None:
        return None
    found = verdict.quorum
    return {"needed": found.needed, "cast": found.cast, "met": found.met}


def decided_in(verdict: Verdict | None) -> list[Content]:
    """What the announced rule gives for each option."""
    return [
        {
            "option": one.option.option.name,
            "needs_percent": verdict.pass_percent,
            "needs_groups": verdict.pass_groups,
            "groups_for": one.groups_for,
            "passes": one.passes,
        }
        for one in (verdict.options if verdict else ())
        if verdict is not None
    ]


def line_of(entry: LogEntry, around: Around) -> Content:
    """A line of the ballot's record; names only where the organization chose to give them."""
    return {
        "at": entry.at,
        "what": entry.kind,
        "by": entry.by if around.with_names else "",
        "whose": entry.detail.get("seat", "") if around.with_names else "",
        "why": entry.why,
        "hash": entry.hash,
    }


def wording(option: Option, around: Around) -> Content:
    """What stood on the ballot, and the revision its text is at today."""
    today = around.revisions.get(option.attribute_id) if option.attribute_id else None
    return {
        "option": option.name,
        "wording": text_of(option.wording_html),
        "revision": option.revision_number,
        "revision_now": today,
    }


def options_in(outcome: Outcome, around: Around) -> list[Content]:
    return [
        {
            **wording(one.option, around),
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
              "Option", "About revision", "Text is now revision", "Rank", "Counted", "Number",
              "Of", "Passes"],
        rows=[row for one in content["ballots"] for row in rows_of(one)],
        widths=(44, 16, 8, 14, 9, 11, 24, 10, 36, 9, 9, 8, 22, 10, 10, 9),
    )  # fmt: skip
    yield Sheet(
        name="Ballot records",
        head=["Question", "Round", "When", "What", "Who", "Whose vote", "Why", "Hash"],
        rows=[
            (one["question"], one["round"], line["at"], line["what"], line["by"], line["whose"],
             line["why"], line["hash"])
            for one in content["ballots"]
            for line in one["log"]
        ],
        widths=(44, 8, 18, 12, 24, 24, 60, 66),
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
        yield (*head, "", "", "", "", "", "", "The result was not shown", "", "", "")
    for option in one["options"] if one["shown"] else []:
        for count in option["counted"]:
            yield (
                *head,
                "Everybody",
                one["voted"],
                option["option"],
                option["revision"],
                option["revision_now"],
                option["rank"],
                *values(count),
                yes_no(option["passes"]),
            )
    for group in one["groups"]:
        for count in group["counted"]:
            yield (*head, group["group"], group["ballots"], count["option"], "", "", "",
                   *values(count), "")  # fmt: skip


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
        "ballots[].secret": "Whether votes were kept apart from voters.",
        "ballots[].asked[]": "Groups that could vote; empty for everybody.",
        "ballots[].quorum": "The quorum that was announced; null without one.",
        "ballots[].quorum.needed": "Ballots that had to be cast.",
        "ballots[].quorum.cast": "Ballots cast.",
        "ballots[].quorum.met": "Whether that is enough.",
        "ballots[].decided[].option": "Name on the ballot.",
        "ballots[].decided[].needs_percent": "More than this share of all votes was needed.",
        "ballots[].decided[].needs_groups": "In so many groups it was needed as well; or null.",
        "ballots[].decided[].groups_for": "In so many groups that could be shown it was reached.",
        "ballots[].decided[].passes": "Whether it passes, quorum included.",
        "ballots[].log[].at": "When it was done.",
        "ballots[].log[].what": "opened, entered, voided, revoked, restored, closed, revealed.",
        "ballots[].log[].by": "Who did it, if names were chosen.",
        "ballots[].log[].whose": "Whose vote it was about, if names were chosen.",
        "ballots[].log[].why": "The reason that was given.",
        "ballots[].log[].hash": "Hash of the line and the one before.",
        "ballots[].head": "Hash of the last line.",
        "ballots[].options[].revision_now": "The revision the attribute's text is at now.",
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
