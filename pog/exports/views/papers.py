"""Posters on screen, and how a profile looks on paper."""

from contextlib import closing
from dataclasses import replace

from flask import Response, make_response, request, url_for
from flask.typing import ResponseReturnValue

from pog.core import work
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.pictures import MOST_BYTES
from pog.exports.formats.posters import POSTER_SVG
from pog.exports.forms import LAYOUT_WORDS, LookForm, PictureForm
from pog.exports.gathering import look_of, portrait_of_draft, portrait_of_edition, with_pictures
from pog.exports.paper.colours import readable_on_paper
from pog.exports.paper.layouts import LAYOUTS
from pog.exports.portrait import Portrait
from pog.exports.services import choose_look
from pog.exports.views.blueprint import as_asked, base_url, blueprint, published
from pog.profiles.authors import author_of
from pog.profiles.models import PICTURES, Profile, ProfilePicture
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.picturing import pictures_of, put_picture, read_picture, remove_picture
from pog.web.doors import actor, find, needs, public
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
    answer = make_response(POSTER_SVG.make(with_pictures(portrait)).content)
    answer.headers["Content-Type"] = POSTER_SVG.mimetype
    return answer


@blueprint.get("/profiles/<uuid:profile_id>/look")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def look(profile: Profile) -> ResponseReturnValue:
    return look_page(profile, form_as_stored(profile))


def form_as_stored(profile: Profile) -> LookForm:
    now = look_of(profile)
    return LookForm(
        formdata=None, data={"main": now.main, "accent": now.accent, "layout": now.layout}
    )


def look_page(
    profile: Profile,
    form: LookForm,
    status: int = 200,
    sent: tuple[str, PictureForm] | None = None,
) -> ResponseReturnValue:
    """`sent`: the kind of a picture that was not taken, and its form with why."""
    now, pictures = look_of(profile), pictures_of(profile.id)
    return page(
        "exports/look.html",
        status=status,
        profile=profile,
        form=form,
        layouts={name: word for name, word in LAYOUT_WORDS.items() if name},
        pale=[colour for colour in (now.main, now.accent) if not readable_on_paper(colour)],
        has_attributes=bool(profile.attributes),
        version=profile.changed_at.timestamp(),
        pictures=pictures,
        picture_forms={
            kind: sent[1] if sent and sent[0] == kind else picture_form(pictures.get(kind))
            for kind in PICTURES
        },
    )


def picture_form(picture: ProfilePicture | None) -> PictureForm:
    words = {"alt": picture.alt, "credit": picture.credit} if picture else {}
    return PictureForm(formdata=None, data=words)


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


@blueprint.post("/profiles/<uuid:profile_id>/look/<any(logo, art):kind>")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_picture(profile: Profile, kind: str) -> ResponseReturnValue:
    """A new picture, or other words for the one that is there."""
    form, key = PictureForm(), profile.id
    try:
        picture = None
        if form.file.data:
            with closing(form.file.data) as sent:  # a large one lies in a file of its own
                source = sent.read(MOST_BYTES + 1)
            work.pause()  # reading a picture needs no database
            picture = read_picture(kind, source)
            profile = find(Profile, key)
        put_picture(
            profile,
            kind,
            picture,
            alt=form.alt.data or "",
            credit=form.credit.data or "",
            permitted=bool(form.permitted.data),
            author=author_of(actor(), profile),
        )
    except Refusal as refusal:
        explain(form, refusal)
        profile = find(Profile, key)
        return look_page(profile, form_as_stored(profile), refusal.status, (kind, form))
    notice(_("The picture is saved. Posters, the report and the public page show it."))
    return go_to(url_for("exports.look", profile_id=key) + f"#{kind}")


@blueprint.post("/profiles/<uuid:profile_id>/look/<any(logo, art):kind>/remove")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def take_picture_away(profile: Profile, kind: str) -> ResponseReturnValue:
    remove_picture(profile, kind)
    notice(_("The picture is gone from everywhere."))
    return go_to(url_for("exports.look", profile_id=profile.id) + f"#{kind}")
