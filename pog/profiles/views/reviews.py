"""The page on which people say that a profile was reviewed, or move the day."""

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.forms import ReviewForm
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.reviewing import SOON, record_review, reminder_of, reviews_of
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import me, refused
from pog.web.doors import needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/profiles/<uuid:profile_id>/review")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def review(profile: Profile) -> ResponseReturnValue:
    return review_page(profile, ReviewForm(formdata=None))


def review_page(profile: Profile, form: ReviewForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "profiles/review.html",
        status=status,
        profile=profile,
        form=form,
        reminder=reminder_of(profile),
        reviews=reviews_of(profile),
        soon=SOON,
    )


@blueprint.post("/profiles/<uuid:profile_id>/review")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_review(profile: Profile) -> ResponseReturnValue:
    form, status = ReviewForm(), 422
    try:
        if form.validate():
            record_review(
                profile,
                reviewed=form.what.data == "reviewed",
                next_on=form.next_on.data,
                note=form.note.data or "",
                author=me(profile),
            )
            notice(_("It is recorded."))
            return go_to(url_for("profiles.show", profile_id=profile.id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return review_page(profile, form, status)
