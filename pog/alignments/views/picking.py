"""The picker: an attribute on one side, frameworks on the other, and the page that joins two."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments.hooks import other_ways
from pog.alignments.permissions import ALIGN_ATTRIBUTE
from pog.alignments.queries import alignments_of
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.listing import words
from pog.core.database import db
from pog.frameworks.browsing import LARGE, level_in, levels_named_in
from pog.frameworks.models import SECTORS, Framework
from pog.frameworks.queries import (
    Branch,
    Listed,
    competency_tree,
    visible_frameworks,
)
from pog.frameworks.searching import Found, search
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.web.doors import actor, needs
from pog.web.pages import go_to, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the address says the right pane shows."""

    words: str
    sector: str
    level: str
    framework: Framework | None
    page: int = 1
    inside: uuid.UUID | None = None
    """In a large framework: the competency whose inside is shown."""


def is_large(listed: list[Listed], framework: Framework | None) -> bool:
    return any(one.framework is framework and one.size > LARGE for one in listed)


@blueprint.get("/attributes/<uuid:attribute_id>/align")
@needs(VIEW_ATTRIBUTE)
def picker(attribute: Attribute) -> ResponseReturnValue:
    """Browse or search frameworks; those who may not align read what is aligned instead."""
    if not ALIGN_ATTRIBUTE.allows(actor(), attribute) or attribute.dropped_at is not None:
        return go_to(url_for("alignments.of_attribute", attribute_id=attribute.id))
    profile = attribute.profile
    choice = chosen(profile)
    listed = visible_frameworks([profile.organization_id])
    rows = alignments_of(attribute)
    large = is_large(listed, choice.framework)
    tree = competency_tree(choice.framework) if choice.framework and not large else []
    levels = levels_named_in(choice.framework) if choice.framework and large else levels_in(tree)
    return page(
        "alignments/picker.html",
        part="alignments/_shelf.html",
        attribute=attribute,
        profile=profile,
        aligned=rows,
        relation_of={row.competency_id: row.relation for row in rows},
        choice=choice,
        levels=levels,
        deeper=level_in(choice.framework, choice.inside, choice.page)
        if choice.framework and large
        else None,
        pane="attribute" if request.args.get("pane") == "attribute" else "shelf",
        tree=only_level(tree, choice.level) if choice.level else tree,
        found=found(profile, choice),
        shelves=[
            (sector, list(entries))
            for sector, entries in groupby(listed, key=lambda entry: entry.framework.sector)
        ],
        sectors=SECTORS,
        other_ways=other_ways(attribute, choice.framework, choice.sector),
        **words(),
    )


def chosen(profile: Profile) -> Choice:
    sector = request.args.get("sector", "")
    return Choice(
        words=" ".join((request.args.get("q") or "").split())[:200],
        sector=sector if sector in SECTORS else "",
        level=request.args.get("level", "")[:100],
        framework=framework_in(profile, request.args.get("framework")),
        page=request.args.get("page", 1, type=int),
        inside=request.args.get("inside", None, type=uuid.UUID),
    )


def framework_in(profile: Profile, key: str | None) -> Framework | None:
    """The framework with this key, when this profile may be aligned to it."""
    try:
        framework = db.session.get(Framework, uuid.UUID(key)) if key else None
    except ValueError:
        return None
    if framework is None or framework.organization_id not in (None, profile.organization_id):
        return None
    return framework


def found(profile: Profile, choice: Choice) -> Found | None:
    """What the search finds; None when nothing was searched for."""
    if not choice.words:
        return None
    return search(
        choice.words,
        organization_ids=[profile.organization_id],
        framework_ids=[choice.framework.id] if choice.framework is not None else None,
        sector="" if choice.framework is not None else choice.sector,
        level=choice.level,
        page=choice.page,
    )


def levels_in(tree: list[Branch]) -> list[str]:
    """The levels a framework names, in the order they first stand in it."""
    found: dict[str, None] = {}
    for branch in tree:
        if branch.competency.level:
            found[branch.competency.level] = None
        found |= dict.fromkeys(levels_in(branch.children))
    return list(found)


def only_level(tree: list[Branch], level: str) -> list[Branch]:
    """The branches with something at this level in them."""
    kept = []
    for branch in tree:
        below = only_level(branch.children, level)
        if below or branch.competency.level == level:
            kept.append(Branch(branch.competency, below))
    return kept
