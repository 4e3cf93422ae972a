"""Settings of a profile, and publishing an edition of it."""

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles import services
from pog.profiles.forms import PublishForm, SettingsForm
from pog.profiles.hooks import reminders_of
from pog.profiles.lineage import compare_with_upstream
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.publishing import content_of
from pog.profiles.queries import editions_of, load_whole, sections
from pog.profiles.snapshots import hash_of
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import me, refused, tabs
from pog.profiles.wording import SHARES_DETAILS, STATE_DETAILS, STATE_WORDS
from pog.web.doors import needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/profiles/<uuid:profile_id>/settings")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def settings(profile: Profile) -> ResponseReturnValue:
    return settings_page(profile, SettingsForm(obj=profile))


def settings_page(profile: Profile, form: SettingsForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "profiles/settings.html",
        status=status,
        profile=profile,
        form=form,
        state_details=STATE_DETAILS,
        shares_details=SHARES_DETAILS,
        tabs=tabs(profile, "settings"),
    )


@blueprint.post("/profiles/<uuid:profile_id>/settings")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_settings(profile: Profile) -> ResponseReturnValue:
    form, status = SettingsForm(), 422
    try:
        if form.validate():
            services.change_settings(
                profile,
                title=str(form.title.data),
                label=str(form.label.data),
                state=str(form.state.data),
                language=str(form.language.data),
                core_statement=form.core_statement.data or "",
                context_note=form.context_note.data or "",
                usage_rules=form.usage_rules.data or "",
                purposes=form.purposes.data or [],
                review_on=form.review_on.data,
                shares_upward=form.shares_upward.data or profile.shares_upward,
            )
            notice(_("The settings are saved."))
            return go_to(url_for("profiles.show", profile_id=profile.id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return settings_page(profile, form, status)


@blueprint.get("/profiles/<uuid:profile_id>/publish")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def confirm_publish(profile: Profile) -> ResponseReturnValue:
    return publish_page(profile, PublishForm())


def publish_page(profile: Profile, form: PublishForm, status: int = 200) -> ResponseReturnValue:
    """What would be published, before it is for ever."""
    whole = load_whole(profile.id)
    editions = editions_of(whole)
    return page(
        "profiles/publish.html",
        status=status,
        profile=whole,
        sections=sections(whole),
        editions=editions,
        nothing_new=bool(editions) and editions[0].content_hash == hash_of(content_of(whole)),
        comparison=compare_with_upstream(whole),
        reminders=reminders_of(whole),
        state_words=STATE_WORDS,
        form=form,
    )


@blueprint.post("/profiles/<uuid:profile_id>/publish")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def publish(profile: Profile) -> ResponseReturnValue:
    form, status = PublishForm(), 422
    try:
        if form.validate():
            edition = services.publish_edition(
                profile, notes=form.notes.data or "", author=me(profile)
            )
            notice(_("Edition %(number)s is published.", number=edition.number))
            return go_to(url_for("profiles.public", slug=profile.slug))
    except Refusal as refusal:
        status = refused(form, refusal)
    return publish_page(profile, form, status)
