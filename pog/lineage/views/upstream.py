"""The page of upstream changes."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.lineage import services
from pog.lineage.changes import FIELDS
from pog.lineage.forms import DecisionForm
from pog.lineage.queries import decisions_of, waiting_for
from pog.lineage.views.blueprint import blueprint
from pog.lineage.wording import CHOICE_BADGES, CHOICE_WORDS, FIELD_WORDS
from pog.profiles.authors import author_of
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.web.doors import actor, needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/profiles/<uuid:profile_id>/upstream")
@needs(VIEW_PROFILE)
def upstream(profile: Profile) -> ResponseReturnValue:
    """What the source changed since this profile last looked, and what was decided."""
    return upstream_page(profile)


def upstream_page(
    profile: Profile,
    *,
    typed: DecisionForm | None = None,
    problem: Refusal | None = None,
) -> ResponseReturnValue:
    waiting = waiting_for(profile)
    decisions = decisions_of(profile)
    newest = {one.key: one.id for one in reversed(decisions)}
    return page(
        "lineage/upstream.html",
        status=problem.status if problem else 200,
        profile=profile,
        waiting=waiting,
        safe=sum(offer.safe for offer in waiting.offers) if waiting else 0,
        decisions=decisions,
        can_reopen={
            one.id for one in decisions if newest[one.key] == one.id and one.choice != "reopened"
        },
        may_decide=PUBLISH_PROFILE.allows(actor(), profile),
        typed=typed,
        problem=problem,
        field_words=FIELD_WORDS,
        choice_words=CHOICE_WORDS,
        choice_badges=CHOICE_BADGES,
    )


@blueprint.post("/profiles/<uuid:profile_id>/upstream")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def decide(profile: Profile) -> ResponseReturnValue:
    form = DecisionForm()
    try:
        if not form.validate():
            raise Refusal(str(next(iter(form.errors.values()))[0]))
        services.decide(
            profile,
            (read_id(form.subject.data), read_field(form.field.data)),
            edition_id=read_id(form.edition_id.data),
            choice=request.form.get("choice", ""),
            text=form.text.data,
            reason=form.reason.data or "",
            author=author_of(actor(), profile),
        )
    except Refusal as refusal:
        return upstream_page(profile, typed=form, problem=refusal)
    notice(
        _("Declined. The source's words stay out, and the reason is kept.")
        if request.form.get("choice") == "declined"
        else _("Taken over. The words before are in the history.")
    )
    return back_to(profile)


def back_to(profile: Profile) -> ResponseReturnValue:
    return go_to(url_for("lineage.upstream", profile_id=profile.id))


def read_id(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise NotFound(_("There is no such change.")) from None


def read_field(text: str | None) -> str:
    if text not in FIELDS:
        raise NotFound(_("There is no such change."))
    return text


@blueprint.post("/profiles/<uuid:profile_id>/upstream/untouched")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def take_over_untouched(profile: Profile) -> ResponseReturnValue:
    form = DecisionForm()
    try:
        number = services.take_over_untouched(
            profile,
            edition_id=read_id(form.edition_id.data),
            author=author_of(actor(), profile),
        )
    except Conflict as conflict:
        return upstream_page(profile, problem=conflict)
    notice(_("Taken over: %(number)s. Each has its own line below.", number=number))
    return back_to(profile)


@blueprint.post("/profiles/<uuid:profile_id>/upstream/newest")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def stand_on_newest(profile: Profile) -> ResponseReturnValue:
    if services.stand_on_newest(profile):
        notice(_("This profile is compared with the newest edition of its source now."))
    return back_to(profile)


@blueprint.post("/profiles/<uuid:profile_id>/upstream/reopen")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def reopen(profile: Profile) -> ResponseReturnValue:
    services.reopen(
        profile,
        read_id(request.form.get("decision_id")),
        author=author_of(actor(), profile),
    )
    notice(_("It is among the changes to decide on again."))
    return back_to(profile)
