"""The pages one reads originals and translations on, side by side."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.i18n import LANGUAGES, TEXT_LANGUAGES, name_of
from pog.profiles.lineage import spans
from pog.profiles.models import Profile
from pog.profiles.permissions import EDIT_PROFILE, VIEW_PROFILE
from pog.profiles.queries import load_whole
from pog.translating.carrying import open_offers
from pog.translating.forms import Box, boxes_of, leftovers
from pog.translating.queries import counts_of, languages_of, parts_of
from pog.translating.services import Typed
from pog.translating.texts import TRANSLATED, Key, Part, count
from pog.translating.views.blueprint import blueprint, refuse_other
from pog.translating.wording import FIELD_WORDS, STATE_BADGES, STATE_WORDS
from pog.web.doors import actor, needs
from pog.web.pages import page

OPEN = "open"
"""What `?show=` asks for: only texts without a good translation."""


@blueprint.get("/profiles/<uuid:profile_id>/translations")
@needs(VIEW_PROFILE)
def languages(profile: Profile) -> ResponseReturnValue:
    """Every language it is translated into, and those it may be."""
    whole = load_whole(profile.id)
    begun = languages_of(whole)
    ready = [code for code in LANGUAGES if code not in (whole.language, *begun)]
    return page(
        "translating/languages.html",
        profile=whole,
        begun=[(code, name_of(code), counts_of(whole, code)) for code in (*begun, *ready)],
        others=[
            (code, name_of(code))
            for code in TEXT_LANGUAGES
            if code not in (whole.language, *begun, *ready)
        ],
        own_name=name_of(whole.language),
        own_words=TEXT_LANGUAGES,
        may_edit=EDIT_PROFILE.allows(actor(), profile),
    )


@blueprint.get("/profiles/<uuid:profile_id>/translations/<language>")
@needs(VIEW_PROFILE)
def show(profile: Profile, language: str) -> ResponseReturnValue:
    refuse_other(profile, language)
    return show_page(profile, language)


def show_page(
    profile: Profile,
    language: str,
    *,
    part: str = "",
    typed: Mapping[Key, Typed] | None = None,
    refusal: Exception | None = None,
    said: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """All parts; `part` names the one that was just sent, with what was typed when refused."""
    whole = load_whole(profile.id)
    parts = parts_of(whole, language)
    only_open = request.args.get("show") == OPEN
    shown = [
        one_part(
            one,
            only_open and one.name != part,
            typed if one.name == part else None,
            refusal if one.name == part else None,
            said if one.name == part else "",
        )
        for one in parts
    ]
    context = {
        "profile": whole,
        "language": language,
        "language_name": name_of(language),
        "counts": count([line for one in parts for line in one.lines]),
        "may_edit": EDIT_PROFILE.allows(actor(), profile),
        "only_open": only_open,
        "field_words": FIELD_WORDS,
        "state_words": STATE_WORDS,
        "state_badges": STATE_BADGES,
        "spans": spans,
    }
    sent = next((one for one in shown if one["name"] == part), None)
    return page(
        "translating/show.html",
        part="translating/_saved.html" if sent else None,
        into=f"#part-{part}" if sent else None,
        status=status,
        **context,
        **({"piece": sent} if sent else {}),
        pieces=[one for one in shown if one["boxes"] or one["sentence"]],
        offers=len(open_offers(whole, language)),
        source_line=whole.upstream_edition.source_line if whole.upstream_edition else "",
        others=[(code, name_of(code)) for code in languages_of(whole) if code != language],
        own_name=name_of(whole.language),
    )


def one_part(
    part: Part,
    only_open: bool,
    typed: Mapping[Key, Typed] | None,
    refusal: Exception | None,
    said: str,
) -> dict[str, Any]:  # what the template shows of a part
    lines = [one for one in part.lines if not only_open or one.state != TRANSLATED]
    boxes: list[Box] = boxes_of(lines, typed, refusal)
    return {
        "name": part.name,
        "attribute": part.attribute,
        "boxes": boxes,
        "sentence": str(refusal) if refusal else "",
        "leftovers": leftovers(typed or {}, refusal, part.lines),
        "said": said,
    }


def address_of_part(profile: Profile, language: str, part: str) -> str:
    show_only = OPEN if request.args.get("show") == OPEN else None
    here = url_for("translating.show", profile_id=profile.id, language=language, show=show_only)
    return f"{here}#part-{part}"
