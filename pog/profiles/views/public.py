"""What everybody may read: published editions at addresses that last."""

import uuid
from typing import Any

from flask import make_response, url_for
from flask.typing import ResponseReturnValue

from pog.core.database import db
from pog.core.errors import NotFound
from pog.core.i18n import TEXT_LANGUAGES, name_of
from pog.profiles.adopting import adoptions_of
from pog.profiles.hooks import answer_address, invitations_of, public_parts_of
from pog.profiles.models import Attribute, Edition, Grouping, Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.picturing import pictures_of
from pog.profiles.publishing import rendered_in
from pog.profiles.queries import (
    edition_by_number,
    editions_of,
    newest_edition,
    profile_by_slug_or_id,
)
from pog.profiles.snapshots import languages_in, read_snapshot, untranslated_in
from pog.profiles.views.blueprint import blueprint
from pog.profiles.wording import PURPOSE_WORDS, STATE_BADGES, STATE_WORDS
from pog.web.doors import NOT_HERE, actor, public
from pog.web.languages import language_of_text
from pog.web.pages import go_to, page


@blueprint.get("/p/<slug>", endpoint="public")
@public
def newest(slug: str) -> ResponseReturnValue:
    """The newest edition; without one there is nothing for strangers."""
    profile = published_profile(slug)
    edition = newest_edition(profile)
    if edition is None:
        raise NotFound(NOT_HERE)
    return edition_page(profile, edition)


@blueprint.get("/p/<slug>/editions/<int:number>")
@public
def edition(slug: str, number: int) -> ResponseReturnValue:
    profile = published_profile(slug)
    found = edition_by_number(profile, number) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound(NOT_HERE)
    return edition_page(profile, found)


def published_profile(slug: str) -> Profile:
    profile = profile_by_slug_or_id(slug)
    if profile is None:
        raise NotFound(NOT_HERE)
    return profile


def edition_page(profile: Profile, edition: Edition) -> ResponseReturnValue:
    editions = editions_of(profile)
    languages = languages_in(edition.content)
    snapshot = read_snapshot(edition.content, language_of_text(languages))
    return page(
        "profiles/public.html",
        profile=profile,
        edition=edition,
        editions=editions,
        is_newest=edition.number == editions[0].number,
        snapshot=snapshot,
        rendered=rendered_in(edition.rendered, snapshot),
        languages_of_text=[(code, TEXT_LANGUAGES.get(code, code)) for code in languages],
        not_translated=untranslated_in(snapshot),
        own_name=name_of(snapshot.own_language),
        in_language=None if snapshot.language == languages[0] else snapshot.language,
        upstream=edition.content.get("upstream"),
        aligned=targets_by_attribute(edition),
        is_member=VIEW_PROFILE.allows(actor(), profile),
        adoptions=[one for one in adoptions_of(profile) if one.edition_id == edition.id],
        may_adopt=PUBLISH_PROFILE.allows(actor(), profile),
        invitations=invitations_of(profile),
        pictures=pictures_of(profile.id),
        parts=public_parts_of(profile, edition),
        purpose_words=PURPOSE_WORDS,
        state_words=STATE_WORDS,
        state_badges=STATE_BADGES,
    )


def targets_by_attribute(edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """What each attribute was aligned to when the edition was published."""
    found: dict[str, list[dict[str, Any]]] = {}
    for alignment in edition.content.get("alignments", ()):
        found.setdefault(alignment["attribute_id"], []).append(alignment["target"])
    return found


@blueprint.get("/uri/<uuid:thing_id>")
@public
def uri(thing_id: uuid.UUID) -> ResponseReturnValue:
    """One stable address per thing: on to the page where it is published."""
    response = make_response(place_for(thing_id))
    response.vary.add("Accept")  # machines get something else here
    return response


def place_for(thing_id: uuid.UUID) -> ResponseReturnValue:
    answer: ResponseReturnValue | None = answer_address(thing_id)
    if answer is not None:
        return answer
    profile, fragment = place_of(thing_id)
    if profile is None:
        raise NotFound(NOT_HERE)
    edition = newest_edition(profile)
    if edition is not None:
        return go_to(url_for("profiles.public", slug=profile.slug) + fragment)
    if not VIEW_PROFILE.allows(actor(), profile):
        raise NotFound(NOT_HERE)
    return go_to(url_for("profiles.show", profile_id=profile.id))


def place_of(thing_id: uuid.UUID) -> tuple[Profile | None, str]:
    """The profile a thing belongs to, and where on its page the thing stands."""
    profile = db.session.get(Profile, thing_id)
    if profile is not None:
        return profile, ""
    attribute = db.session.get(Attribute, thing_id)
    if attribute is not None:
        return attribute.profile, f"#attribute-{attribute.id}"
    grouping = db.session.get(Grouping, thing_id)
    if grouping is not None:
        return grouping.profile, f"#grouping-{grouping.id}"
    edition = db.session.get(Edition, thing_id)
    return (edition.profile, "") if edition is not None else (None, "")
