"""Preparing, opening, closing, revealing: every change to a ballot but the votes (`voting.py`).

A vote and a close of the same ballot exclude each other, so a vote we confirmed is in the result
and a later one is refused. On SQLite every writing transaction takes the one write lock at its
beginning. On PostgreSQL a vote locks the ballot's row FOR SHARE and the close locks it FOR UPDATE;
without that 40 rounds of 6 impatient voters gave 24 announcements that differed from the votes.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import randbelow

from sqlalchemy import inspect, select

from pog.ballots import box, chain
from pog.ballots.eligibility import how_many_asked
from pog.ballots.events import (
    BallotClosed,
    BallotEvent,
    BallotOpened,
    BallotPrepared,
    BallotRevealed,
)
from pog.ballots.hooks import words_of
from pog.ballots.methods import method_named
from pog.ballots.models import (
    LONGEST_LIST,
    MOST_OPTIONS,
    OPTION_LIMIT,
    QUESTION_LIMIT,
    Ballot,
    Option,
)
from pog.ballots.queries import next_position, round_after
from pog.ballots.tallying import codes_large_enough, count_ballot
from pog.ballots.terms import Terms, check_terms
from pog.clusters.models import Cluster
from pog.convenings.models import Activity, Convening
from pog.convenings.phases import VOTING, opens
from pog.core.clock import now
from pog.core.database import Json, db, dialect
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_line, clean_text, render_markdown
from pog.core.work import publish
from pog.profiles.hooks import settle_all
from pog.profiles.models import Attribute

TOO_MANY_OPTIONS = _l(
    "Use at most 60 options. Nobody reads more. For a longer list let each person see a part of it."
)
TOO_LONG_A_LIST = _l("Use at most 300 options.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option to be: an attribute with its wording, a cluster, or words of its own.

    A higher feature puts its own things on a ballot by `source_kind` and `source_id`, with the
    words as they are; where these may change before the opening, it says them anew then
    (`hooks.words_of`). With an attribute beside it the option says which revision it is about.
    """

    name: str = ""
    wording: str = ""
    attribute: Attribute | None = None
    cluster: Cluster | None = None
    source_kind: str | None = None
    source_id: uuid.UUID | None = None


def lock(ballot: Ballot, *, shared: bool = False) -> None:
    """Read the ballot as it is now and keep it so until the commit: alone, or beside voters.

    For a voter SQLite has nothing to add: the transaction that read the ballot has the one write
    lock since before.
    """
    db.session.flush()
    if not shared:
        db.session.refresh(ballot, with_for_update=True)
    elif dialect() != "sqlite":
        # What hangs on the ballot stays loaded: what is voted on does not change while it is open.
        columns = inspect(Ballot).column_attrs.keys()
        db.session.refresh(ballot, columns, with_for_update={"read": True})


def prepare_ballot(
    convening: Convening,
    *,
    question: str,
    method: str,
    choices: Sequence[Choice],
    settings: Mapping[str, object] | None = None,
    activity: Activity | None = None,
    hidden: bool = True,
    terms: Terms | None = None,
    series_id: uuid.UUID | None = None,
) -> Ballot:
    """Draft a ballot; nobody but facilitators sees it until it opens."""
    refuse_when_over(convening)
    ballot = Ballot(
        convening_id=convening.id,
        activity_id=activity.id if activity else activity_for(convening),
        question="",
        method=method,
        position=next_position(convening.id),
        series_id=series_id,
        link_key=None,
        could_vote=None,
        eligible=None,
        result=None,
        opened_at=None,
        closed_at=None,
        revealed_at=None,
        previous_id=None,
    )
    ballot.convening = convening
    fill(ballot, question, method, choices, settings or {}, hidden=hidden, terms=terms)
    db.session.add(ballot)
    db.session.flush()
    tell(BallotPrepared, ballot)
    return ballot


def activity_for(convening: Convening) -> uuid.UUID | None:
    """The step of the agenda a new ballot belongs to: the present one, else the first for votes."""
    candidates: list[Activity | None] = [convening.current_activity, *convening.activities]
    return next((one.id for one in candidates if one is not None and opens(one.kind, VOTING)), None)


def refuse_when_over(convening: Convening) -> None:
    if not convening.is_open:
        raise Conflict(_l("This convening is closed, so there is nothing more to vote on."))


def change_ballot(
    ballot: Ballot,
    *,
    question: str,
    method: str,
    choices: Sequence[Choice],
    settings: Mapping[str, object],
    hidden: bool,
    terms: Terms | None = None,
) -> None:
    """Change a draft; once open, what people vote on and how stays as it is."""
    lock(ballot)
    refuse_unless_draft(ballot)
    fill(ballot, question, method, choices, settings, hidden=hidden, terms=terms)
    db.session.flush()
    tell(BallotPrepared, ballot)


def refuse_unless_draft(ballot: Ballot) -> None:
    if ballot.state != "draft":
        raise Conflict(
            _l("This ballot was opened already, so its question and options stay as they are.")
        )


def fill(
    ballot: Ballot,
    question: str,
    method: str,
    choices: Sequence[Choice],
    settings: Mapping[str, object],
    *,
    hidden: bool,
    terms: Terms | None,
) -> None:
    asked = clean_line(question)
    if not asked:
        raise Refusal(_l("Enter the question."), field="question")
    if len(asked) > QUESTION_LIMIT:
        raise Refusal(_l("Use at most 300 characters for the question."), field="question")
    promised = terms or Terms()
    way = method_named(method)
    most = LONGEST_LIST if promised.shown_each else MOST_OPTIONS
    options = options_from(choices, least=way.least_options, most=most)
    check_terms(promised, ballot.convening, method, len(options))
    for name, value in promised.columns.items():
        setattr(ballot, name, value)
    checked = way.check_settings(settings, len(options))
    if way.draws_lots and not checked.get("seed"):
        # Announced with the ballot, so that nobody can choose it once votes are in.
        checked["seed"] = f"{randbelow(1_000_000):06d}"
    ballot.settings = checked
    ballot.question = asked
    ballot.method = method
    ballot.hidden = hidden
    ballot.options = options


def options_from(
    choices: Sequence[Choice], *, least: int, most: int = MOST_OPTIONS
) -> list[Option]:
    options = [option for option in map(option_from, choices) if option.name]
    if len(options) < least:
        sentence = (
            _l("Choose at least two attributes, or write two options of your own.")
            if least > 1
            else _l("Choose one attribute, or write one wording of your own.")
        )
        raise Refusal(sentence, field="attributes")
    if len(options) > most:
        raise Refusal(
            TOO_LONG_A_LIST if most > MOST_OPTIONS else TOO_MANY_OPTIONS, field="attributes"
        )
    if any(len(option.name) > OPTION_LIMIT for option in options):
        raise Refusal(_l("Use at most 200 characters for each option."), field="own")
    if len({option.name.casefold() for option in options}) < len(options):
        raise Refusal(_l("Two options have the same name. Change one of them."), field="own")
    for position, option in enumerate(options):
        option.position = position
    return options


def option_from(choice: Choice) -> Option:
    option = Option(
        attribute_id=None,
        revision_number=None,
        source_kind=choice.source_kind,
        source_id=choice.source_id,
    )
    if choice.source_kind is not None:
        option.name = clean_line(choice.name)
        option.wording = clean_text(choice.wording)
        option.wording_html = render_markdown(choice.wording)
        if choice.attribute is not None:
            option.attribute_id = choice.attribute.id
            option.revision_number = choice.attribute.revision
    elif choice.attribute is not None:
        option.attribute_id = choice.attribute.id
        freeze(option, choice.attribute)
    elif choice.cluster is not None:
        # Its notes are read from the cluster, which holds still itself: one that is hidden by
        # a facilitator leaves the ballot too.
        option.cluster_id = choice.cluster.id
        option.name = choice.cluster.name
    else:
        option.name = clean_line(choice.name)
        option.wording = clean_text(choice.wording)
        option.wording_html = render_markdown(choice.wording)
    return option


def freeze(option: Option, attribute: Attribute) -> None:
    """Put the words of now on the ballot, with the number of their revision."""
    option.name = attribute.name
    option.wording = attribute.statement
    option.wording_html = attribute.statement_html
    option.revision_number = attribute.revision


def discard_ballot(ballot: Ballot) -> None:
    """Throw a draft away; nobody but facilitators ever saw it."""
    lock(ballot)
    refuse_unless_draft(ballot)
    tell(BallotPrepared, ballot)
    db.session.delete(ballot)
    db.session.flush()


def open_ballot(ballot: Ballot, *, by: str = "") -> None:
    """Let people vote, on exactly the words that stand there now. Opening twice changes nothing."""
    lock(ballot)
    if ballot.state == "open":
        return
    if ballot.state == "closed":
        raise Conflict(
            _l("This ballot is closed and stays so. Start a further round to vote again.")
        )
    refuse_when_over(ballot.convening)
    freeze_all(ballot)
    ballot.could_vote = how_many_asked(ballot)
    if ballot.secret:
        ballot.link_key = secrets.token_hex(32)
        ballot.group_codes = codes_large_enough(ballot)
    ballot.state = "open"
    ballot.opened_at = now()
    db.session.flush()
    chain.write(
        ballot,
        chain.OPENED,
        by=by,
        detail={"terms": chain.digest(chain.terms_of(ballot)), "could_vote": ballot.could_vote},
    )
    tell(BallotOpened, ballot)


def freeze_all(ballot: Ballot) -> None:
    ids = [option.attribute_id for option in ballot.options if option.attribute_id is not None]
    known = {
        attribute.id: attribute
        for attribute in db.session.scalars(select(Attribute).where(Attribute.id.in_(ids)))
    }
    if any(attribute.dropped_at is not None for attribute in known.values()):
        raise Conflict(
            _l("An attribute on this ballot was dropped. Change the options, then open it.")
        )
    settle_all(known.values())
    for option in ballot.options:
        if option.cluster is not None:
            if not option.cluster.is_living:
                raise Conflict(
                    _l("A theme on this ballot was taken apart. Change the options, then open it.")
                )
            option.name = option.cluster.name
        attribute = known.get(option.attribute_id) if option.attribute_id else None
        if option.source_kind is not None:
            said = words_of(option)
            if said is not None:
                option.name, option.wording = clean_line(said.name), clean_text(said.wording)
                option.wording_html = render_markdown(said.wording)
            if attribute is not None:
                option.revision_number = attribute.revision
        elif attribute is not None:
            freeze(option, attribute)


def close_ballot(ballot: Ballot, *, by: str = "") -> Json:
    """End the vote and count it, in one transaction. Closing again gives the same result.

    What is returned and stored has every group's numbers: nobody is shown it but through
    `outcomes.outcome_of`.
    """
    lock(ballot)
    if ballot.state == "draft":
        raise Conflict(_l("This ballot was never opened, so there is nothing to close."))
    if ballot.state == "open":
        result = count_ballot(ballot)
        ballot.eligible = sum(group["eligible"] for group in result["groups"])
        ballot.result = result
        ballot.state = "closed"
        ballot.closed_at = now()
        if not ballot.hidden:
            ballot.revealed_at = ballot.closed_at
        closed = {
            "result": chain.digest(ballot.result),
            "ballots": result["total"]["ballots"],
            "salt": chain.new_salt(),
        }
        if ballot.secret:
            box.seal_box(ballot, coded=codes_in(result))
            closed["list"] = chain.digest(chain.list_in(ballot))
        db.session.flush()
        chain.write(ballot, chain.CLOSED, by=by, detail=closed)
        tell(BallotClosed, ballot)
        if ballot.is_revealed:
            tell(BallotRevealed, ballot)
    assert ballot.result is not None  # stored together with the state
    return ballot.result


def codes_in(result: Json) -> frozenset[str]:
    """The groups whose secret votes keep their code."""
    return frozenset(one["group"] for one in result["groups"] if not one.get("folded"))


def reveal_ballot(ballot: Ballot, *, by: str = "") -> None:
    """Show the result to everybody. It cannot be taken back; twice is the same as once."""
    lock(ballot)
    if ballot.state != "closed":
        raise Conflict(_l("Close the ballot first. Then its result can be shown."))
    if ballot.revealed_at is None:
        ballot.revealed_at = now()
        db.session.flush()
        chain.write(ballot, chain.REVEALED, by=by)
        tell(BallotRevealed, ballot)


def new_round(ballot: Ballot) -> Ballot:
    """Draft the next round of a closed ballot, on today's words; asked twice, it is the same."""
    lock(ballot)
    if ballot.state != "closed":
        raise Conflict(_l("Close this round first."))
    refuse_when_over(ballot.convening)
    known = round_after(ballot)
    if known is not None:
        return known
    choices = choices_again(ballot)
    settings = method_named(ballot.method).settings_again(ballot.settings, len(choices))
    after = prepare_ballot(
        ballot.convening,
        question=ballot.question,
        method=ballot.method,
        choices=choices,
        settings=settings,
        hidden=ballot.hidden,
        terms=Terms.of(ballot),
    )
    after.round = ballot.round + 1
    after.previous_id = ballot.id
    db.session.flush()
    return after


def choices_kept(ballot: Ballot) -> list[Choice]:
    """What higher features put on a draft: its form knows nothing of them, and they stay."""
    return choices_of([option for option in ballot.options if option.source_kind is not None])


def choices_again(ballot: Ballot) -> list[Choice]:
    """The options of the round before, without what was dropped since."""
    return choices_of(ballot.options)


def choices_of(options: Sequence[Option]) -> list[Choice]:
    choices = []
    for option in options:
        attribute = db.session.get(Attribute, option.attribute_id) if option.attribute_id else None
        if option.cluster is not None:
            if option.cluster.is_living:
                choices.append(Choice(cluster=option.cluster))
        elif option.source_kind is not None:
            choices.append(
                Choice(
                    name=option.name,
                    wording=option.wording,
                    attribute=attribute,
                    source_kind=option.source_kind,
                    source_id=option.source_id,
                )
            )
        elif attribute is None:
            choices.append(Choice(name=option.name, wording=option.wording))
        elif attribute.dropped_at is None:
            choices.append(Choice(attribute=attribute))
    return choices


def tell(kind: type[BallotEvent], ballot: Ballot) -> None:
    publish(kind(convening_id=ballot.convening_id, ballot_id=ballot.id))
