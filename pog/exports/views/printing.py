"""The profile on paper."""

import uuid

import segno
from flask.typing import ResponseReturnValue

from pog.alignments.coverage import Cell
from pog.alignments.wording import RELATION_WORDS
from pog.core.i18n import name_of
from pog.exports.formats.xlsx import sector_cells
from pog.exports.gathering import portrait_of_draft, portrait_of_edition
from pog.exports.languages import language_of
from pog.exports.portrait import Portrait
from pog.exports.queries import Attended, as_public, who_took_part
from pog.exports.views.blueprint import as_asked, base_url, blueprint, published
from pog.frameworks.licensing import attribution
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.profiles.queries import newest_edition
from pog.profiles.wording import LABEL_WORDS, STATE_WORDS
from pog.web.doors import actor, needs, public
from pog.web.pages import page


@blueprint.get("/profiles/<uuid:profile_id>/print", endpoint="print")
@needs(VIEW_PROFILE)
def print_draft(profile: Profile) -> ResponseReturnValue:
    portrait = as_asked(portrait_of_draft(profile, base_url()))
    is_published = newest_edition(profile) is not None
    attended = who_took_part(profile.id, reader=actor())
    return printed(portrait, attended, portrait.address if is_published else None)


@blueprint.get("/p/<slug>/editions/<int:number>/print")
@public
def print_edition(slug: str, number: int) -> ResponseReturnValue:
    profile, edition = published(slug, number)
    portrait = as_asked(portrait_of_edition(profile, edition, base_url()))
    attended = who_took_part(profile.id, until=edition.published_at)
    return printed(portrait, [as_public(one) for one in attended], portrait.address)


def printed(
    portrait: Portrait, attended: list[Attended], address: str | None
) -> ResponseReturnValue:
    cells = sector_cells(portrait)
    columns = [s for s in SECTORS if s != "international" or any(key[1] == s for key in cells)]
    return page(
        "exports/print.html",
        portrait=portrait,
        rows=[
            (number, attribute, [cells.get((attribute.id, s), Cell()) for s in columns])
            for number, attribute in portrait.numbered()
        ],
        numbers=numbers_of(portrait),
        language_of=language_of,
        languages=[(code, name_of(code)) for code in portrait.languages],
        columns=columns,
        by_attribute=by_attribute(portrait),
        attended=attended,
        address=address,
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=2) if address else None,
        attribution=attribution,
        label_words=LABEL_WORDS,
        state_words=STATE_WORDS,
        sector_words=SECTOR_WORDS,
        relation_words=RELATION_WORDS,
        redistribution_words=REDISTRIBUTION_WORDS,
    )


def numbers_of(portrait: Portrait) -> dict[uuid.UUID, int]:
    return {attribute.id: number for number, attribute in portrait.numbered()}


def by_attribute(portrait: Portrait) -> dict[uuid.UUID, list[object]]:
    """The alignments of each attribute."""
    found: dict[uuid.UUID, list[object]] = {}
    for alignment in portrait.alignments:
        found.setdefault(alignment.attribute_id, []).append(alignment)
    return found
