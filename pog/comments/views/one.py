"""One comment: reading it, replying, agreeing, reporting it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.comments import cards, moderating, queries, services, writing
from pog.comments.forms import ReplyForm, ReportForm
from pog.comments.models import Comment
from pog.comments.permissions import (
    MODERATE_COMMENT,
    REPORT_COMMENT,
    TAKE_UP_COMMENT,
    VIEW_COMMENT,
)
from pog.comments.personal import what_looks_personal
from pog.comments.queue import open_reports
from pog.comments.views.blueprint import blueprint
from pog.comments.views.threads import Place
from pog.comments.wording import REPORT_WORDS
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page


def comment_page(
    comment: Comment,
    *,
    form: ReplyForm | None = None,
    status: int = 200,
    problem: str | None = None,
    doubts: list[str] | None = None,
) -> ResponseReturnValue:
    who = actor()
    seat = writing.writing_seat(who, comment.profile_id)
    may_moderate = MODERATE_COMMENT.allows(who, comment)
    agreed = writing.agreement_of(
        comment.id, person_id=who.person_id, participant_id=seat.id if seat else None
    )
    return page(
        "comments/show.html",
        status=status,
        card=cards.cards_of([comment])[0],
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        seat=seat,
        agreed=agreed is not None,
        is_own=services.is_own(who, seat, comment),
        may_take_up=TAKE_UP_COMMENT.allows(who, comment),
        may_report=REPORT_COMMENT.allows(who, comment),
        may_moderate=may_moderate,
        is_open=writing.commenting_is_open(who, comment.profile),
        form=form or ReplyForm(formdata=None),
        problem=problem,
        doubts=doubts,
        # Hidden words reach the page of those who may show them again, and no other.
        hidden_words=comment.body_html if may_moderate and comment.is_hidden else None,
        draft=comment.disposition if may_moderate else None,
        report_words=REPORT_WORDS,
        reports=open_reports([comment.id]).get(comment.id, []) if may_moderate else [],
    )


@blueprint.get("/comments/<uuid:comment_id>")
@needs(VIEW_COMMENT)
def show(comment: Comment) -> ResponseReturnValue:
    return comment_page(comment)


@blueprint.get("/comments/<uuid:comment_id>/among-others")
@needs(VIEW_COMMENT)
def among_others(comment: Comment) -> ResponseReturnValue:
    """On to the page of threads on which it stands."""
    if comment.is_held:
        return go_to(url_for("comments.show", comment_id=comment.id))
    number = queries.place_of(queries.top_of(comment))
    place = Place(comment.profile, comment.attribute)
    return go_to(
        place.address(page=number if number > 1 else None, _anchor=f"comment-{comment.id}")
    )


@blueprint.post("/comments/<uuid:comment_id>/replies")
@needs(TAKE_UP_COMMENT, else_hidden_without=VIEW_COMMENT)
def reply(comment: Comment) -> ResponseReturnValue:
    form = ReplyForm()
    status = 422
    try:
        if form.validate():
            doubts = what_looks_personal(str(form.body.data))
            if doubts and request.form.get("sure") != "yes":
                return comment_page(comment, form=form, doubts=doubts, status=422)
            written = services.post_comment(
                actor(),
                comment.profile,
                attribute=comment.attribute,
                parent=comment,
                body=str(form.body.data),
            )
            if written.is_held:
                notice(_("Your reply is stored. It waits for review; others see it after that."))
                return go_to(url_for("comments.show", comment_id=written.id))
            notice(_("Your reply is stored."))
            return go_to(
                url_for(
                    "comments.show",
                    comment_id=written.parent_id or written.id,
                    _anchor=f"comment-{written.id}",
                )
            )
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return comment_page(comment, form=form, status=status)


@blueprint.post("/comments/<uuid:comment_id>/agreement")
@needs(TAKE_UP_COMMENT, else_hidden_without=VIEW_COMMENT)
def agree(comment: Comment) -> ResponseReturnValue:
    wanted = request.form.get("agree", "yes") != "no"
    try:
        services.set_agreement(actor(), comment, wanted=wanted)
    except Refusal as refusal:
        return comment_page(comment, status=refusal.status, problem=str(refusal))
    if wanted:
        notice(_("You agree with this comment."))
    else:
        notice(_("You took your agreement back."), "info")
    return go_to(url_for("comments.show", comment_id=comment.id))


# ------------------------------------------------------------------ reporting


def report_page(comment: Comment, form: ReportForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "comments/report.html",
        status=status,
        card=cards.cards_of([comment])[0],
        comment=comment,
        profile=comment.profile,
        form=form,
    )


@blueprint.get("/comments/<uuid:comment_id>/report")
@needs(REPORT_COMMENT, else_hidden_without=VIEW_COMMENT)
def ask_to_report(comment: Comment) -> ResponseReturnValue:
    return report_page(comment, ReportForm(formdata=None))


@blueprint.post("/comments/<uuid:comment_id>/report")
@needs(REPORT_COMMENT, else_hidden_without=VIEW_COMMENT)
def report(comment: Comment) -> ResponseReturnValue:
    form = ReportForm()
    status = 422
    try:
        if form.validate():
            first = moderating.report_comment(
                actor(), comment, reason=str(form.reason.data), words=str(form.details.data)
            )
            if first:
                notice(_("Thank you. A facilitator will look at this comment."))
            else:
                notice(_("You reported this comment before. A facilitator knows of it."), "info")
            return go_to(url_for("comments.show", comment_id=comment.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return report_page(comment, form, status)
