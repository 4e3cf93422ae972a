"""Pages of a ballot's record: what was done, and taking votes out of the count."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from pog.ballots import chain
from pog.ballots.eligibility import asked
from pog.ballots.forms_record import VoidForm
from pog.ballots.models import Ballot, Voter
from pog.ballots.permissions import RUN_BALLOT, VIEW_BALLOT
from pog.ballots.views.blueprint import blueprint
from pog.ballots.voiding import restore_right, void_vote
from pog.convenings.models import Participant
from pog.convenings.naming import name_of
from pog.core.database import db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/ballots/<uuid:ballot_id>/record")
@needs(VIEW_BALLOT)
def record(ballot: Ballot) -> ResponseReturnValue:
    """Every decision about the ballot; whoever may see it may check it."""
    entries = chain.log_of(ballot.id)
    return page(
        "ballots/record.html",
        ballot=ballot,
        convening=ballot.convening,
        log=entries,
        broken=chain.first_break(ballot, entries),
    )


# ------------------------------------------------------------------ taking votes out


def seats_asked(ballot: Ballot) -> list[Participant]:
    return list(
        db.session.scalars(select(Participant).where(asked(ballot)).order_by(Participant.nickname))
    )


def void_page(ballot: Ballot, form: VoidForm, status: int = 200) -> ResponseReturnValue:
    revoked = select(Participant).join(Voter, Voter.participant_id == Participant.id)
    context: dict[str, Any] = {
        "ballot": ballot,
        "convening": ballot.convening,
        "form": form,
        "revoked": db.session.scalars(
            revoked.where(Voter.ballot_id == ballot.id, Voter.revoked).order_by(
                Participant.nickname
            )
        ).all(),
    }
    return page("ballots/voiding.html", status=status, **context)


@blueprint.get("/ballots/<uuid:ballot_id>/voiding")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def voiding(ballot: Ballot) -> ResponseReturnValue:
    form = VoidForm(formdata=None)
    form.offer(seats_asked(ballot))
    return void_page(ballot, form)


@blueprint.post("/ballots/<uuid:ballot_id>/voiding")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def void(ballot: Ballot) -> ResponseReturnValue:
    seats = seats_asked(ballot)
    form = VoidForm()
    form.offer(seats)
    status = 422
    try:
        if form.validate():
            seat = next(one for one in seats if str(one.id) == form.seat.data)
            by = name_of(actor(), ballot.convening)
            why = str(form.why.data)
            void_vote(ballot, seat, why=why, by=by, revoke=bool(form.revoke.data))
            notice(_("%(name)s has no vote in the count any more.", name=seat.nickname))
            return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return void_page(ballot, form, status)


@blueprint.post("/ballots/<uuid:ballot_id>/voiding/<uuid:participant_id>/restore")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def restore(ballot: Ballot, participant_id: Any) -> ResponseReturnValue:
    """Give a revoked right back."""
    seat = db.session.get(Participant, participant_id)
    if seat is None or seat.convening_id != ballot.convening_id:
        raise NotFound(NOT_HERE)
    restore_right(ballot, seat, by=name_of(actor(), ballot.convening))
    notice(_("%(name)s may vote again.", name=seat.nickname))
    return go_to(url_for("ballots.voiding", ballot_id=ballot.id))
