"""Posters on screen, and how a profile looks on paper."""

from dataclasses import replace

from flask import Response, make_response, request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.exports.formats.posters import POSTER_SVG
from pog.exports.forms import LAYOUT_WORDS, LookForm
from pog.exports.gathering import look_of, portrait_of_draft, portrait_of_edition
from pog.exports.paper.colours import readable_on_paper
from pog.exports.paper.layouts import LAYOUTS
from pog.exports.portrait import Portrait
from pog.exports.services import choose_look
from pog.exports.views.blueprint import as_asked, base_url, blueprint, published
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.web.doors import needs, public
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/profiles/<uuid:profile_id>/poster.svg")
@needs(VIEW_PROFILE)
def poster(profile: Profile) -> ResponseReturnValue:
    """The draft's poster as a picture; `layout` shows another than the chosen one."""
    return picture(portrait_of_draft(profile, base_url()))


@blueprint.get("/p/<slug>/editions/<int:number>/poster.svg")
@public
def edition_poster(slug: str, number: int) -> ResponseReturnValue:
    """An edition's poster as a picture."""
    profile, edition = published(slug, number)
    return picture(portrait_of_edition(profile, edition, base_url()))


def picture(portrait: Portrait) -> Response:
    portrait = as_asked(portrait)
    asked = request.args.get("layout", "")
    if asked in LAYOUTS:
        portrait = replace(portrait, look=replace(portrait.look, layout=asked))
    answer = make_response(POSTER_SVG.make(portrait).content)
    answer.headers["Content-Type"] = POSTER_SVG.mimetype
    return answer


@blueprint.get("/profiles/<uuid:profile_id>/look")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def look(profile: Profile) -> ResponseReturnValue:
    now = look_of(profile)
    form = LookForm(
        formdata=None, data={"main": now.main, "accent": now.accent, "layout": now.layout}
    )
    return look_page(profile, form)


def look_page(profile: Profile, form: LookForm, status: int = 200) -> ResponseReturnValue:
    now = look_of(profile)
    return page(
        "exports/look.html",
        status=status,
        profile=profile,
        form=form,
        layouts={name: word for name, word in LAYOUT_WORDS.items() if name},
        pale=[colour for colour in (now.main, now.accent) if not readable_on_paper(colour)],
        has_attributes=bool(profile.attributes),
        version=profile.changed_at.timestamp(),
    )


@blueprint.post("/profiles/<uuid:profile_id>/look")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_look(profile: Profile) -> ResponseReturnValue:
    form = LookForm()
    try:
        choose_look(
            profile,
            main=form.main.data or "",
            accent=form.accent.data or "",
            layout=form.layout.data or "",
        )
    except Refusal as refusal:
        explain(form, refusal)
        return look_page(profile, form, refusal.status)
    notice(_("The look is saved. Posters and documents have it from now on."))
    return go_to(url_for("exports.look", profile_id=profile.id))
