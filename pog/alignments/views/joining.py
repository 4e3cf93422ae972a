"""The page that joins two: what both say, how they relate, why, and where one can see it."""

import uuid
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments import services
from pog.alignments.forms import AlignmentForm
from pog.alignments.models import Alignment
from pog.alignments.permissions import ALIGN_ATTRIBUTE
from pog.alignments.queries import alignments_between
from pog.alignments.targets import framework_of
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.listing import words
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.frameworks.licensing import attribution
from pog.frameworks.models import Competency
from pog.frameworks.own_texts import text_for
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.web.doors import NOT_HERE, actor, find, needs
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/attributes/<uuid:attribute_id>/align/<uuid:competency_id>")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def joining(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    """Without ?subject= the whole attribute is meant; an alignment there is can be changed."""
    competency = competency_in(attribute.profile, competency_id)
    made = made_between(attribute, competency)
    subject = request.args.get("subject") or str(attribute.id)
    alignment = made.get(subject)
    form = AlignmentForm(obj=alignment)
    form.subject.data = subject
    return joining_page(attribute, competency, made, form)


@blueprint.post("/attributes/<uuid:attribute_id>/align/<uuid:competency_id>")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def join(attribute: Attribute, competency_id: uuid.UUID) -> ResponseReturnValue:
    """Align the two, or say otherwise how they relate when they are aligned already."""
    competency = competency_in(attribute.profile, competency_id)
    made = made_between(attribute, competency)
    form, status = AlignmentForm(), 422
    form.subject.data = form.subject.data or str(attribute.id)
    form.subject.choices = subjects(attribute, made)
    try:
        if form.validate():
            save(attribute, competency, made.get(form.subject.data), form)
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
    return joining_page(attribute, competency, made, form, status)


def made_between(attribute: Attribute, competency: Competency) -> dict[str, Alignment]:
    """What is aligned between the two already, by subject."""
    return {str(row.subject_id): row for row in alignments_between(attribute, competency)}


def subjects(attribute: Attribute, made: dict[str, Alignment]) -> list[tuple[str, str]]:
    """What can be aligned: the attribute, its indicators, and indicators that were once there."""
    found = {str(attribute.id): _("All of “%(name)s”", name=attribute.name)}
    found |= {str(row.subject_id): row.subject_words for row in made.values() if row.indicator_id}
    found |= {str(one.id): one.text for one in attribute.indicators}
    return list(found.items())


def save(
    attribute: Attribute, competency: Competency, alignment: Alignment | None, form: AlignmentForm
) -> None:
    said: dict[str, Any] = {  # the named arguments of two services
        "relation": str(form.relation.data),
        "reason": form.reason.data or "",
        "evidence": form.evidence.data or "",
        "evidence_url": form.evidence_url.data or "",
    }
    author = author_of(actor(), attribute.profile)
    if alignment is None:
        subject = form.subject.data
        indicator = next((one for one in attribute.indicators if str(one.id) == subject), None)
        services.align(attribute, competency, indicator=indicator, author=author, **said)
        notice(_("Aligned to “%(name)s”.", name=competency.name))
    elif services.change_alignment(alignment, author=author, **said):
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
    made: dict[str, Alignment],
    form: AlignmentForm,
    status: int = 200,
) -> ResponseReturnValue:
    form.subject.choices = subjects(attribute, made)
    if form.subject.data not in dict(form.subject.choices):
        form.subject.data = str(attribute.id)
    return page(
        "alignments/joining.html",
        status=status,
        attribute=attribute,
        profile=attribute.profile,
        competency=competency,
        text=text_for(competency, [attribute.profile.organization_id]),
        framework=competency.framework,
        line=attribution(framework_of(competency.framework)),
        alignment=made.get(form.subject.data),
        others=[row for key, row in made.items() if key != form.subject.data],
        form=form,
        **words(),
    )
