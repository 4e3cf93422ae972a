"""Pages of threads, one comment, answers, the response matrix and one's own input."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from pog.comments import queries, services
from pog.comments.forms import (
    AnswerForm,
    CommentForm,
    HideForm,
    ReplyForm,
)
from pog.comments.models import Comment
from pog.comments.my_input import lines_about
from pog.comments.permissions import (
    COMMENT_ON_ATTRIBUTE,
    COMMENT_ON_PROFILE,
    MODERATE_COMMENT,
    MODERATE_COMMENTS,
    TAKE_UP_COMMENT,
    VIEW_COMMENT,
    VIEW_MATRIX,
)
from pog.core.errors import Refusal
from pog.core.i18n import _, _n
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE, VIEW_PROFILE
from pog.web.doors import actor, needs, public
from pog.web.once import say_again
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("comments", __name__)


# ------------------------------------------------------------------ threads


def thread_page(
    profile: Profile,
    attribute: Attribute | None,
    *,
    form: CommentForm | None = None,
    posted: Comment | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of threads; with htmx only the form that was sent."""
    who = actor()
    seat = queries.writing_seat(who, profile.id)
    wanted = wanted_page(profile, attribute)
    shown = (
        queries.attribute_list_view(profile.id, attribute.id)
        if attribute
        else queries.list_view(profile.id)
    )
    return page(
        "comments/thread.html",
        part="comments/_form.html" if form is not None else None,
        into="#comment-form",
        status=status,
        profile=profile,
        attribute=attribute,
        seat=seat,
        wanted=wanted,
        listed=shown if wanted.filter == "all" and wanted.page == 1 else None,
        threads=queries.threads(wanted),
        may_comment=COMMENT_ON_PROFILE.allows(who, profile),
        may_moderate=MODERATE_COMMENTS.allows(who, profile),
        may_see_matrix=VIEW_MATRIX.allows(who, profile),
        is_open=queries.commenting_is_open(who, profile),
        form=form or CommentForm(formdata=None),
        posted=posted,
        action=address_of_threads(profile, attribute),
    )


def wanted_page(profile: Profile, attribute: Attribute | None) -> queries.Wanted:
    chosen = request.args.get("filter", "all")
    return queries.Wanted(
        profile_id=profile.id,
        attribute_id=attribute.id if attribute else None,
        filter=chosen if chosen in queries.FILTERS else "all",
        page=request.args.get("page", 1, type=int),
        seat=queries.writing_seat(actor(), profile.id),
        drafts_count=MODERATE_COMMENTS.allows(actor(), profile),
    )


def address_of_threads(profile: Profile, attribute: Attribute | None, **more: Any) -> str:
    if attribute is not None:
        return url_for("comments.of_attribute", attribute_id=attribute.id, **more)
    return url_for("comments.thread", profile_id=profile.id, **more)


@blueprint.get("/profiles/<uuid:profile_id>/comments")
@needs(VIEW_PROFILE)
def thread(profile: Profile) -> ResponseReturnValue:
    return thread_page(profile, None)


@blueprint.get("/attributes/<uuid:attribute_id>/comments")
@needs(VIEW_ATTRIBUTE)
def of_attribute(attribute: Attribute) -> ResponseReturnValue:
    return thread_page(attribute.profile, attribute)


@blueprint.post("/profiles/<uuid:profile_id>/comments")
@needs(COMMENT_ON_PROFILE, else_hidden_without=VIEW_PROFILE)
def post(profile: Profile) -> ResponseReturnValue:
    return take_comment(profile, None)


@blueprint.post("/attributes/<uuid:attribute_id>/comments")
@needs(COMMENT_ON_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def post_on_attribute(attribute: Attribute) -> ResponseReturnValue:
    return take_comment(attribute.profile, attribute)


def take_comment(profile: Profile, attribute: Attribute | None) -> ResponseReturnValue:
    form = CommentForm()
    status = 422
    try:
        if form.validate():
            comment = services.post_comment(
                actor(),
                profile,
                attribute=attribute,
                body=str(form.body.data),
                stance=form.stance.data or None,
            )
            if request.headers.get("HX-Request") == "true":
                say_again(_("Your comment is stored."))
                empty = CommentForm(formdata=None)
                return thread_page(profile, attribute, form=empty, posted=comment)
            notice(_("Your comment is stored."))
            return go_to(address_of_threads(profile, attribute, _anchor=f"comment-{comment.id}"))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return thread_page(profile, attribute, form=form, status=status)


# ------------------------------------------------------------------ one comment


def comment_page(
    comment: Comment,
    *,
    form: ReplyForm | None = None,
    status: int = 200,
    problem: str | None = None,
) -> ResponseReturnValue:
    who = actor()
    seat = queries.writing_seat(who, comment.profile_id)
    may_moderate = MODERATE_COMMENT.allows(who, comment)
    shown = queries.comment_view(comment.profile_id, comment.id) or {}
    agreed = queries.agreement_of(
        comment.id, person_id=who.person_id, participant_id=seat.id if seat else None
    )
    return page(
        "comments/show.html",
        status=status,
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        seat=seat,
        agreed=agreed is not None,
        is_own=services.is_own(who, seat, comment),
        may_take_up=TAKE_UP_COMMENT.allows(who, comment),
        may_moderate=may_moderate,
        is_open=queries.commenting_is_open(who, comment.profile),
        form=form or ReplyForm(formdata=None),
        problem=problem,
        # Hidden words reach the page of those who may show them again, and no other.
        hidden_words=comment.body_html if may_moderate and comment.is_hidden else None,
        draft=comment.disposition if may_moderate else None,
        **shown,
    )


@blueprint.get("/comments/<uuid:comment_id>")
@needs(VIEW_COMMENT)
def show(comment: Comment) -> ResponseReturnValue:
    return comment_page(comment)


@blueprint.post("/comments/<uuid:comment_id>/replies")
@needs(TAKE_UP_COMMENT, else_hidden_without=VIEW_COMMENT)
def reply(comment: Comment) -> ResponseReturnValue:
    form = ReplyForm()
    status = 422
    try:
        if form.validate():
            written = services.post_comment(
                actor(),
                comment.profile,
                attribute=comment.attribute,
                parent=comment,
                body=str(form.body.data),
            )
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


# ------------------------------------------------------------------ answers and hiding


def answer_page(comment: Comment, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    shown = queries.comment_view(comment.profile_id, comment.id) or {}
    return page(
        "comments/answer.html",
        status=status,
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        form=form,
        written=comment.disposition,
        **shown,
    )


@blueprint.get("/comments/<uuid:comment_id>/answer")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def answer(comment: Comment) -> ResponseReturnValue:
    written = comment.disposition
    given = (
        {
            "answer": written.answer,
            "reason": written.reason,
            "revision": str(written.revision_number or ""),
        }
        if written
        else None
    )
    form = AnswerForm(formdata=None, data=given)
    form.offer_revisions(comment.attribute)
    return answer_page(comment, form)


@blueprint.post("/comments/<uuid:comment_id>/answer")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def save_answer(comment: Comment) -> ResponseReturnValue:
    form = AnswerForm()
    form.offer_revisions(comment.attribute)
    status = 422
    try:
        if form.validate():
            written = services.answer_comment(
                comment,
                answer=str(form.answer.data),
                reason=str(form.reason.data),
                revision_number=form.revision_number,
                answered_by=moderator_name(comment.profile),
                publish_now=request.form.get("when") == "now",
            )
            if written.published_at is not None:
                notice(_("The answer is published."))
            else:
                notice(_("The answer is kept as a draft. Only facilitators see it."), "info")
            return go_to(url_for("comments.show", comment_id=comment.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return answer_page(comment, form, status)


def moderator_name(profile: Profile) -> str:
    return services.name_of(actor(), queries.writing_seat(actor(), profile.id))


def hide_page(comment: Comment, form: FlaskForm, status: int = 200) -> ResponseReturnValue:
    shown = queries.comment_view(comment.profile_id, comment.id) or {}
    return page(
        "comments/hide.html",
        status=status,
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        form=form,
        **shown,
    )


@blueprint.get("/comments/<uuid:comment_id>/hide")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def ask_to_hide(comment: Comment) -> ResponseReturnValue:
    return hide_page(comment, HideForm(formdata=None))


@blueprint.post("/comments/<uuid:comment_id>/hide")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def hide(comment: Comment) -> ResponseReturnValue:
    form = HideForm()
    if not form.validate():
        return hide_page(comment, form, 422)
    services.hide_comment(
        comment, reason=str(form.reason.data), hidden_by=moderator_name(comment.profile)
    )
    notice(_("The comment is hidden. Its words have left every page."))
    return go_to(url_for("comments.show", comment_id=comment.id))


@blueprint.post("/comments/<uuid:comment_id>/show-again")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def show_again(comment: Comment) -> ResponseReturnValue:
    services.show_comment(comment)
    notice(_("The comment is shown again."))
    return go_to(url_for("comments.show", comment_id=comment.id))


# ------------------------------------------------------------------ matrix and own input


@blueprint.get("/profiles/<uuid:profile_id>/comments/matrix")
@needs(VIEW_MATRIX, else_hidden_without=VIEW_PROFILE)
def matrix(profile: Profile) -> ResponseReturnValue:
    may_moderate = MODERATE_COMMENTS.allows(actor(), profile)
    return page(
        "comments/matrix.html",
        profile=profile,
        found=queries.matrix(profile.id, page=request.args.get("page", 1, type=int)),
        numbers=queries.answer_numbers(profile.id),
        may_moderate=may_moderate,
    )


@blueprint.post("/profiles/<uuid:profile_id>/answers")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def publish_answers(profile: Profile) -> ResponseReturnValue:
    number = services.publish_answers(profile.id)
    if number:
        notice(_n("One answer is published.", "%(num)s answers are published.", number))
    else:
        notice(_("There was no draft to publish."), "info")
    return go_to(url_for("comments.matrix", profile_id=profile.id))


@blueprint.get("/my-input")
@public  # shows only what this browser or account wrote itself
def mine() -> ResponseReturnValue:
    seats = queries.seats_of(actor())
    return page(
        "comments/mine.html",
        seats=seats,
        own=queries.own_comments(actor(), seats),
        lines=lines_about([seat.id for seat in seats]),
    )
