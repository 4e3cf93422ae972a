"""Suggestions for an attribute: what they are, why, and what people say to them."""

import uuid
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments.coverage import ASKED_OF_ALL
from pog.alignments.models import REASON_LIMIT
from pog.alignments.permissions import ALIGN_ATTRIBUTE
from pog.alignments.queries import COUNTED, alignment_between, alignments_of
from pog.alignments.services import remove_alignment
from pog.alignments.wording import RELATION_WORDS
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.frameworks.models import SECTORS, Competency
from pog.frameworks.queries import Listed, visible_frameworks
from pog.frameworks.wording import SECTOR_WORDS
from pog.matching import services
from pog.matching.engines import DEFAULT, ENGINES
from pog.matching.forms import AcceptForm, VerdictForm
from pog.matching.queries import attribute_passage, dismissed_for
from pog.matching.suggesting import MOST_CANDIDATES, Suggestions, ready_for, suggest
from pog.matching.wording import STRENGTH_BADGES, STRENGTH_WORDS
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.profiles.queries import attributes_in_order
from pog.web.doors import NOT_HERE, actor, find, needs
from pog.web.pages import go_to, notice, page

blueprint = Blueprint("matching", __name__)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a framework, or all current frameworks of a sector."""

    key: str
    title: str
    framework_ids: tuple[uuid.UUID, ...]


@blueprint.get("/attributes/<uuid:attribute_id>/matches")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def of_attribute(attribute: Attribute) -> ResponseReturnValue:
    """Competencies of one framework or sector (?where=), the likeliest first."""
    profile = attribute.profile
    listed = visible_frameworks([profile.organization_id])
    aligned = alignments_of(attribute)
    dismissed = dismissed_for(attribute)
    counts = Counter(row.competency.framework.sector for row in aligned if row.state in COUNTED)
    place = place_named(request.args.get("where", ""), listed) or place_named(
        next((sector for sector in ASKED_OF_ALL if not counts[sector]), "workforce"), listed
    )
    problem, found = "", Suggestions((), no_good_match=True)
    if place is not None and attribute.dropped_at is None:
        try:
            found = suggestions_in(
                place,
                attribute,
                {row.competency_id for row in aligned} | {row.competency_id for row in dismissed},
            )
        except Refusal as refusal:
            problem = str(refusal)
    attributes = attributes_in_order(profile)
    at = attributes.index(attribute) if attribute in attributes else 0
    return page(
        "matching/suggestions.html",
        attribute=attribute,
        profile=profile,
        place=place,
        shelves=[
            (sector, list(entries))
            for sector, entries in groupby(listed, key=lambda entry: entry.framework.sector)
        ],
        found=found,
        problem=problem,
        dismissed=dismissed,
        strip=[(sector, counts[sector]) for sector in ASKED_OF_ALL],
        done=done_now(attribute),
        before=attributes[at - 1] if at else None,
        after=attributes[at + 1] if at + 1 < len(attributes) else None,
        sector_words=SECTOR_WORDS,
        relation_words=RELATION_WORDS,
        strength_words=STRENGTH_WORDS,
        strength_badges=STRENGTH_BADGES,
        reason_limit=REASON_LIMIT,
    )


def place_named(key: str, listed: list[Listed]) -> Place | None:
    """The sector or framework with this key, as far as this profile may be aligned to it."""
    if key in SECTORS:
        ids = tuple(
            one.framework.id
            for one in listed
            if one.framework.sector == key and one.framework.replaced_by_id is None
        )
        return Place(key, str(SECTOR_WORDS[key]), ids)
    for one in listed:
        if str(one.framework.id) == key:
            return Place(key, one.framework.title, (one.framework.id,))
    return None


def suggestions_in(place: Place, attribute: Attribute, without: set[uuid.UUID]) -> Suggestions:
    engine = ENGINES[DEFAULT]
    organization_id = attribute.profile.organization_id
    ranker = ready_for(place.framework_ids, organization_id, engine, most=MOST_CANDIDATES)
    return suggest(ranker, attribute_passage(attribute), SHOWN, engine=engine, without=without)


def done_now(attribute: Attribute) -> tuple[str, Competency] | None:
    """What was just accepted or dismissed, for the button that undoes it."""
    for verdict in ("accepted", "dismissed"):
        try:
            key = uuid.UUID(request.args.get(verdict, ""))
            competency = competency_in(attribute, key)
        except (ValueError, NotFound):
            continue
        return verdict, competency
    return None


def competency_in(attribute: Attribute, competency_id: uuid.UUID) -> Competency:
    """The competency, when this profile may be aligned to its framework."""
    competency = find(Competency, competency_id)
    if competency.framework.organization_id not in (None, attribute.profile.organization_id):
        raise NotFound(NOT_HERE)
    return competency


def back_to(attribute: Attribute, where: str | None, **more: object) -> ResponseReturnValue:
    values = {"attribute_id": attribute.id, "where": where or None, **more}
    return go_to(url_for("matching.of_attribute", **values))  # type: ignore[arg-type]  # its own parameters


@blueprint.post("/attributes/<uuid:attribute_id>/matches/<uuid:competency_id>/accept")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def accept(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    competency = competency_in(attribute, competency_id)
    form = AcceptForm()
    if not form.validate():
        raise Refusal(_("Choose how the two relate."))
    services.accept_match(
        attribute,
        competency,
        relation=str(form.relation.data),
        reason=form.reason.data or "",
        author=author_of(actor(), attribute.profile),
    )
    return back_to(attribute, form.where.data, accepted=competency.id)


@blueprint.post("/attributes/<uuid:attribute_id>/matches/<uuid:competency_id>/take-back")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def take_back(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    """Undo an acceptance, as long as nobody has judged the alignment."""
    form = VerdictForm()
    alignment = alignment_between(attribute.id, competency_in(attribute, competency_id).id)
    if alignment is not None and alignment.state != "proposed":
        raise Conflict(_("This alignment was judged meanwhile. Remove it on its own page."))
    if alignment is not None:
        remove_alignment(alignment, author=author_of(actor(), attribute.profile))
        notice(_("The alignment is taken back."))
    return back_to(attribute, form.where.data)


@blueprint.post("/attributes/<uuid:attribute_id>/matches/<uuid:competency_id>/dismiss")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def dismiss(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    form = VerdictForm()
    competency = competency_in(attribute, competency_id)
    services.dismiss_match(attribute, competency, author=author_of(actor(), attribute.profile))
    return back_to(attribute, form.where.data, dismissed=competency.id)


@blueprint.post("/attributes/<uuid:attribute_id>/matches/<uuid:competency_id>/restore")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def restore(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    form = VerdictForm()
    services.restore_match(attribute, competency_in(attribute, competency_id))
    notice(_("The suggestion is back."))
    return back_to(attribute, form.where.data)
