"""What moderators do: the queue, hiding, releasing, the switch, the log."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.comments import cards, moderating, queries
from pog.comments.forms import HideForm
from pog.comments.models import Comment
from pog.comments.permissions import MODERATE_COMMENT, MODERATE_COMMENTS, VIEW_COMMENT
from pog.comments.queue import holding_convenings, log_of, open_reports, queue_numbers
from pog.comments.views.blueprint import blueprint, moderator_name
from pog.comments.wording import REPORT_WORDS
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.i18n import _, _n
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, own_path, page


@blueprint.get("/profiles/<uuid:profile_id>/comments/queue")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def queue(profile: Profile) -> ResponseReturnValue:
    """What waits for review, and what was reported: the oldest need somebody first."""
    number = request.args.get("page", 1, type=int)
    waiting = queries.threads(queries.Wanted(profile_id=profile.id, filter="waiting", page=number))
    reported = queries.threads(
        queries.Wanted(profile_id=profile.id, filter="reported", page=number)
    )
    return page(
        "comments/queue.html",
        profile=profile,
        waiting=waiting,
        reported=reported,
        reports=open_reports([card.comment.id for card in reported.cards]),
        report_words=REPORT_WORDS,
        numbers=queue_numbers(profile.id),
        convenings=[
            one for one in holding_convenings(profile.id) if FACILITATE.allows(actor(), one)
        ],
    )


@blueprint.get("/profiles/<uuid:profile_id>/comments/log")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def log(profile: Profile) -> ResponseReturnValue:
    """Who hid, showed, released or kept what, when and why."""
    return page(
        "comments/log.html",
        profile=profile,
        entries=log_of(profile.id),
        actions=moderating.ACTIONS,
        report_words=REPORT_WORDS,
    )


def back_from(comment: Comment) -> str:
    """Where the moderator came from, when that is a page of ours; else the comment."""
    return own_path(request.form.get("back")) or url_for("comments.show", comment_id=comment.id)


# ------------------------------------------------------------------ hiding


def hide_page(comment: Comment, form: HideForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "comments/hide.html",
        status=status,
        card=cards.cards_of([comment])[0],
        comment=comment,
        profile=comment.profile,
        attribute=comment.attribute,
        form=form,
        back=own_path(request.values.get("back")),
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
    moderating.hide_comment(
        comment, reason=str(form.reason.data), hidden_by=moderator_name(comment.profile)
    )
    notice(_("The comment is hidden. Its words have left every page."))
    return go_to(back_from(comment))


@blueprint.post("/comments/<uuid:comment_id>/show-again")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def show_again(comment: Comment) -> ResponseReturnValue:
    moderating.show_comment(comment, shown_by=moderator_name(comment.profile))
    notice(_("The comment is shown again."))
    return go_to(url_for("comments.show", comment_id=comment.id))


# ------------------------------------------------------------------ review and reports


@blueprint.post("/comments/<uuid:comment_id>/release")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def release(comment: Comment) -> ResponseReturnValue:
    if moderating.release_comment(comment, released_by=moderator_name(comment.profile)):
        notice(_("The comment is released. Everybody can read it now."))
    else:
        notice(_("This comment does not wait any more."), "info")
    return go_to(back_from(comment))


@blueprint.post("/profiles/<uuid:profile_id>/comments/release")
@needs(MODERATE_COMMENTS, else_hidden_without=VIEW_PROFILE)
def release_all(profile: Profile) -> ResponseReturnValue:
    number = moderating.release_all(profile.id, released_by=moderator_name(profile))
    notice(_n("One comment is released.", "%(num)s comments are released.", number))
    return go_to(url_for("comments.queue", profile_id=profile.id))


@blueprint.post("/comments/<uuid:comment_id>/keep")
@needs(MODERATE_COMMENT, else_hidden_without=VIEW_COMMENT)
def keep(comment: Comment) -> ResponseReturnValue:
    if moderating.keep_comment(comment, kept_by=moderator_name(comment.profile)):
        notice(_("The comment stays. Its reports are settled."))
    else:
        notice(_("Nobody has reported this comment since."), "info")
    return go_to(back_from(comment))


@blueprint.post("/convenings/<uuid:convening_id>/comments/hold")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def hold(convening: Convening) -> ResponseReturnValue:
    """Switch review on or off for a convening."""
    wanted = request.form.get("hold") == "yes"
    moderating.hold_comments(convening, hold=wanted, by=moderator_name(convening.profile))
    if wanted:
        notice(_("New comments wait for review from now on. You find them here."))
    else:
        notice(_("New comments are shown at once. Those below still wait for you."))
    return go_to(url_for("comments.queue", profile_id=convening.profile_id))
