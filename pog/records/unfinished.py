"""What closing a convening would leave undone, of all that happens in one."""

from collections.abc import Iterator

from sqlalchemy import func, select

from pog.ballots.models import Ballot
from pog.comments.models import RELEASED, Comment, Disposition
from pog.convenings.models import Convening
from pog.convenings.unfinished import Unfinished, warns_before_closing
from pog.core.database import db
from pog.core.i18n import _n
from pog.notes.models import Collection, Note
from pog.records.cards import counted_cards
from pog.tables.queries import UNEVEN


@warns_before_closing
def ballots_left(convening: Convening) -> Iterator[Unfinished]:
    """Ballots that are still open, and results nobody was shown."""
    rows = db.session.execute(
        select(Ballot.state, func.count(Ballot.id))
        .where(Ballot.convening_id == convening.id, Ballot.revealed_at.is_(None))
        .group_by(Ballot.state)
    )
    numbers = {state: number for state, number in rows}
    where = {"convening_id": convening.id}
    if number := numbers.get("open", 0):
        text = _n("One ballot is still open.", "%(num)s ballots are still open.", number)
        yield Unfinished(text=str(text), endpoint="ballots.now", values=where)
    if number := numbers.get("closed", 0):
        text = _n(
            "The result of one ballot was never shown.",
            "The results of %(num)s ballots were never shown.",
            number,
        )
        yield Unfinished(text=str(text), endpoint="ballots.now", values=where)


@warns_before_closing
def comments_left(convening: Convening) -> Iterator[Unfinished]:
    """Comments without an answer, and answers their authors cannot read yet."""
    here = Comment.convening_id == convening.id
    open_ones, drafts = db.session.execute(
        select(
            func.count(Comment.id).filter(Disposition.comment_id.is_(None)),
            func.count(Comment.id).filter(
                Disposition.comment_id.is_not(None), Disposition.published_at.is_(None)
            ),
        )
        .select_from(Comment)
        .outerjoin(Disposition, Disposition.comment_id == Comment.id)
        .where(here, Comment.parent_id.is_(None), Comment.hidden_at.is_(None), RELEASED)
    ).one()
    held = db.session.scalar(select(func.count(Comment.id)).where(here, ~RELEASED)) or 0
    where = {"profile_id": convening.profile_id}
    if held:
        text = _n(
            "One comment still waits for review.", "%(num)s comments still wait for review.", held
        )
        yield Unfinished(text=str(text), endpoint="comments.queue", values=where)
    if open_ones:
        text = _n(
            "One comment has no answer yet.", "%(num)s comments have no answer yet.", open_ones
        )
        yield Unfinished(text=str(text), endpoint="comments.matrix", values=where)
    if drafts:
        text = _n(
            "One answer is written but not published.",
            "%(num)s answers are written but not published.",
            drafts,
        )
        yield Unfinished(text=str(text), endpoint="comments.matrix", values=where)


@warns_before_closing
def notes_left(convening: Convening) -> Iterator[Unfinished]:
    """Notes the room never saw; after the close nobody can show them."""
    number = db.session.scalar(
        select(func.count(Note.id))
        .join(
            Collection,
            (Collection.activity_id == Note.activity_id) & (Collection.round == Note.round),
        )
        .where(
            Note.convening_id == convening.id,
            Note.withdrawn_at.is_(None),
            Collection.revealed_at.is_(None),
        )
    )
    if number:
        text = _n(
            "One note was not shown to everybody.",
            "%(num)s notes were not shown to everybody.",
            number,
        )
        where = {"convening_id": convening.id}
        yield Unfinished(text=str(text), endpoint="notes.now", values=where)


@warns_before_closing
def cards_left(convening: Convening) -> Iterator[Unfinished]:
    """Tables whose cards do not add up and that say no reason, vote by vote."""
    uneven: dict[Ballot, int] = {}
    for one in counted_cards(convening.id):
        waits = one.ballot.state == "open" and one.line.cards and one.line.needs_a_look
        if waits or one.line.state == UNEVEN:
            uneven[one.ballot] = uneven.get(one.ballot, 0) + 1
    for ballot, number in uneven.items():
        text = _n(
            "The cards of one table do not add up: %(question)s",
            "The cards of %(num)s tables do not add up: %(question)s",
            number,
            question=ballot.question,
        )
        where = {"ballot_id": ballot.id}
        yield Unfinished(text=str(text), endpoint="tables.sheets", values=where)
