"""Answers: to one comment, to many at once, the drafts, and publishing them together."""

import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.comments import answering, cards, queries
from pog.comments.forms import AnswerForm, ManyForm
from pog.comments.matrix import answer_numbers, draft_cards
from pog.comments.models import Comment
from pog.comments.permissions import MODERATE_COMMENT, MODERATE_COMMENTS, VIEW_COMMENT
from pog.comments.views.blueprint import blueprint, moderator_name
from pog.core.errors import Refusal
from pog.core.i18n import _, _n
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import needs
from pog.web.pages import explain, go_to, notice, page

DRAFTS = "drafts"


def answer_page(comment: Comment, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "comments/answer.html",
        status=status,
        card=cards.cards_of([comment])[0],
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        form=form,
        written=comment.disposition,
        back=DRAFTS if request.args.get("back") == DRAFTS else None,
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
            written = answering.answer_comment(
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
            return after_answer(comment)
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return answer_page(comment, form, status)


def after_answer(comment: Comment) -> ResponseReturnValue:
    """Back to where the drafts are gone through, or to the comment."""
    if request.args.get("back") == DRAFTS:
        anchor = f"comment-{comment.id}"
        return go_to(url_for("comments.drafts", profile_id=comment.profile_id, _anchor=anchor))
    return go_to(url_for("comments.show", comment_id=comment.id))


@blueprint.post("/comments/<uuid:comment_id>/answer/drop")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def drop_draft(comment: Comment) -> ResponseReturnValue:
    if answering.drop_draft(comment):
        notice(_("The draft is gone. The comment has no answer yet."), "info")
    else:
        notice(_("There is no draft any more. The answer was published or dropped."), "warning")
    return go_to(url_for("comments.drafts", profile_id=comment.profile_id))


# ------------------------------------------------------------------ many at once


def many_page(
    profile: Profile,
    form: ManyForm,
    *,
    ticked: Sequence[str] = (),
    status: int = 200,
) -> ResponseReturnValue:
    wanted = queries.Wanted(
        profile_id=profile.id,
        filter="unanswered",
        page=request.args.get("page", 1, type=int),
        drafts_count=True,
    )
    return page(
        "comments/many.html",
        status=status,
        profile=profile,
        threads=queries.threads(wanted),
        numbers=answer_numbers(profile.id),
        form=form,
        ticked=ticked,
    )


@blueprint.get("/profiles/<uuid:profile_id>/comments/answer-many")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def many(profile: Profile) -> ResponseReturnValue:
    """Tick comments that get the same answer."""
    return many_page(profile, ManyForm(formdata=None))


@blueprint.post("/profiles/<uuid:profile_id>/comments/answer-many")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def answer_many(profile: Profile) -> ResponseReturnValue:
    form = ManyForm()
    ticked = request.form.getlist("comments")
    status = 422
    try:
        if form.validate():
            drafted, left = answering.answer_many(
                queries.comments_named(profile.id, keys_in(ticked)),
                answer=str(form.answer.data),
                reason=str(form.reason.data),
                answered_by=moderator_name(profile),
            )
            notice(_n("One answer is drafted.", "%(num)s answers are drafted.", drafted))
            if left:
                notice(
                    _n(
                        "One comment got an answer meanwhile, so it was left alone.",
                        "%(num)s comments got an answer meanwhile, so they were left alone.",
                        left,
                    ),
                    "warning",
                )
            return go_to(url_for("comments.drafts", profile_id=profile.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return many_page(profile, form, ticked=ticked, status=status)


def keys_in(ticked: Sequence[str]) -> list[uuid.UUID]:
    """The identifiers among what was sent; anything else is nobody's comment."""
    found = []
    for value in ticked:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


# ------------------------------------------------------------------ drafts


@blueprint.get("/profiles/<uuid:profile_id>/comments/drafts")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def drafts(profile: Profile) -> ResponseReturnValue:
    """Every drafted answer as its author will read it, before all are published together."""
    return page(
        "comments/drafts.html",
        profile=profile,
        cards=draft_cards(profile.id),
        numbers=answer_numbers(profile.id),
    )


@blueprint.post("/profiles/<uuid:profile_id>/answers")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def publish_answers(profile: Profile) -> ResponseReturnValue:
    number = answering.publish_answers(profile.id)
    if number:
        notice(_n("One answer is published.", "%(num)s answers are published.", number))
    else:
        notice(_("There was no draft to publish."), "info")
    return go_to(url_for("comments.matrix", profile_id=profile.id))
