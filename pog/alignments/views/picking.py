"""The picker: an attribute on one side, frameworks on the other, and the page that joins two."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments import services
from pog.alignments.forms import AlignmentForm
from pog.alignments.models import Alignment
from pog.alignments.permissions import ALIGN_ATTRIBUTE
from pog.alignments.queries import alignment_between, alignments_of
from pog.alignments.targets import attribution, framework_of
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.listing import words
from pog.core.database import db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.frameworks.models import SECTORS, Competency, Framework
from pog.frameworks.queries import (
    Branch,
    competency_tree,
    search_competencies,
    visible_frameworks,
)
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.web.doors import NOT_HERE, actor, find, needs
from pog.web.pages import explain, go_to, notice, page

HITS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the address says the right pane shows."""

    words: str
    sector: str
    level: str
    framework: Framework | None


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
    tree = competency_tree(choice.framework) if choice.framework else []
    return page(
        "alignments/picker.html",
        part="alignments/_shelf.html",
        attribute=attribute,
        profile=profile,
        aligned=rows,
        relation_of={row.competency_id: row.relation for row in rows},
        choice=choice,
        levels=levels_in(tree),
        tree=only_level(tree, choice.level) if choice.level else tree,
        hits=hits(profile, choice, [one.framework for one in listed]),
        shelves=[
            (sector, list(entries))
            for sector, entries in groupby(listed, key=lambda entry: entry.framework.sector)
        ],
        sectors=SECTORS,
        **words(),
    )


def chosen(profile: Profile) -> Choice:
    sector = request.args.get("sector", "")
    return Choice(
        words=" ".join((request.args.get("q") or "").split())[:200],
        sector=sector if sector in SECTORS else "",
        level=request.args.get("level", "")[:100],
        framework=framework_in(profile, request.args.get("framework")),
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


def hits(profile: Profile, choice: Choice, visible: list[Framework]) -> list[Competency] | None:
    """What the search finds; None when nothing was searched for."""
    if not choice.words:
        return None
    if choice.framework is not None:
        ids = [choice.framework.id]
    else:
        ids = [one.id for one in visible if choice.sector in ("", one.sector)]
    found = search_competencies(
        choice.words,
        framework_ids=ids,
        organization_ids=[profile.organization_id],
        limit=HITS,
    )
    return list(found)


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


@blueprint.get("/attributes/<uuid:attribute_id>/align/<uuid:competency_id>")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def joining(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    """The small page that joins two: what both say, how they relate, and why."""
    competency = competency_in(attribute.profile, competency_id)
    alignment = alignment_between(attribute.id, competency.id)
    return joining_page(attribute, competency, alignment, AlignmentForm(obj=alignment))


@blueprint.post("/attributes/<uuid:attribute_id>/align/<uuid:competency_id>")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def join(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    """Align the two, or say otherwise how they relate when they are aligned already."""
    competency = competency_in(attribute.profile, competency_id)
    alignment = alignment_between(attribute.id, competency.id)
    form, status = AlignmentForm(), 422
    try:
        if form.validate():
            save(attribute, competency, alignment, form)
            at = url_for(
                "alignments.picker",
                attribute_id=attribute.id,
                framework=competency.framework_id,
                _anchor=f"c-{competency.id}",
            )
            return go_to(at)
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return joining_page(attribute, competency, alignment, form, status)


def save(
    attribute: Attribute, competency: Competency, alignment: Alignment | None, form: AlignmentForm
) -> None:
    relation, reason = str(form.relation.data), form.reason.data or ""
    author = author_of(actor(), attribute.profile)
    if alignment is None:
        services.align(attribute, competency, relation=relation, reason=reason, author=author)
        notice(_("Aligned to “%(name)s”.", name=competency.name))
    elif services.change_alignment(alignment, relation=relation, reason=reason, author=author):
        notice(_("The alignment to “%(name)s” is changed.", name=competency.name))


def competency_in(profile: Profile, competency_id: uuid.UUID) -> Competency:
    """The competency, when this profile may be aligned to its framework."""
    competency = find(Competency, competency_id)
    if competency.framework.organization_id not in (None, profile.organization_id):
        raise NotFound(NOT_HERE)
    return competency


def joining_page(
    attribute: Attribute,
    competency: Competency,
    alignment: Alignment | None,
    form: AlignmentForm,
    status: int = 200,
) -> ResponseReturnValue:
    return page(
        "alignments/joining.html",
        status=status,
        attribute=attribute,
        profile=attribute.profile,
        competency=competency,
        framework=competency.framework,
        line=attribution(framework_of(competency.framework)),
        alignment=alignment,
        form=form,
        **words(),
    )
