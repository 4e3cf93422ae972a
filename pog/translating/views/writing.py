"""Storing what was typed beside the originals."""

from collections.abc import Iterable

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _, _n
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    EDIT_PROFILE,
    VIEW_ATTRIBUTE,
    VIEW_PROFILE,
)
from pog.translating.carrying import take_from_source
from pog.translating.forms import typed_in
from pog.translating.services import save_translations
from pog.translating.texts import Text, texts_of_attribute, texts_of_whole
from pog.translating.views.blueprint import blueprint, refuse_other
from pog.translating.views.reading import address_of_part, show_page
from pog.web.doors import actor, needs
from pog.web.once import say_again
from pog.web.pages import go_to, notice, wants_part


@blueprint.post("/profiles/<uuid:profile_id>/translations/<language>")
@needs(EDIT_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_whole(profile: Profile, language: str) -> ResponseReturnValue:
    """What the profile says of itself, and the names of its groupings."""
    refuse_other(profile, language)
    return save(profile, language, "profile", texts_of_whole(profile))


@blueprint.post("/attributes/<uuid:attribute_id>/translations/<language>")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def save_attribute(attribute: Attribute, language: str) -> ResponseReturnValue:
    refuse_other(attribute.profile, language)
    texts = texts_of_attribute(attribute)
    return save(attribute.profile, language, str(attribute.id), texts)


def save(profile: Profile, language: str, part: str, texts: Iterable[Text]) -> ResponseReturnValue:
    """Store the boxes of one part; what is refused comes back with all that was typed."""
    typed = typed_in(request.form)
    author = author_of(actor(), profile)
    try:
        changed = save_translations(profile, language, list(texts), typed, author=author)
    except Refusal as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return show_page(profile, language, part=part, typed=typed, refusal=refusal, status=status)
    said = saved(changed)
    if wants_part():
        say_again(said)
        return show_page(profile, language, part=part, said=said)
    notice(said)
    return go_to(address_of_part(profile, language, part))


def saved(changed: int) -> str:
    if not changed:
        return str(_("Nothing had to be changed: it says this already."))
    return str(_n("%(num)s translation is saved.", "%(num)s translations are saved.", changed))


@blueprint.post("/profiles/<uuid:profile_id>/translations/<language>/take")
@needs(EDIT_PROFILE, else_hidden_without=VIEW_PROFILE)
def take_over(profile: Profile, language: str) -> ResponseReturnValue:
    """Take over what the source has for texts that are ours word for word."""
    refuse_other(profile, language)
    taken = take_from_source(profile, language, author=author_of(actor(), profile))
    notice(saved(taken))
    return go_to(url_for("translating.show", profile_id=profile.id, language=language))
