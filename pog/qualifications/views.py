"""Qualifications of a profile: the table, one of them, and changing them."""

import uuid
from collections.abc import Iterator, Sequence

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments.permissions import JUDGE_PROFILE
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.sheets import Value
from pog.profiles.authors import author_of
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.profiles.queries import attributes_in_order
from pog.qualifications import queries, services
from pog.qualifications.forms import QualificationForm
from pog.qualifications.listeners import level_words
from pog.qualifications.models import EXTENTS, Qualification
from pog.qualifications.permissions import CHANGE_QUALIFICATION, VIEW_QUALIFICATION
from pog.qualifications.wording import EXTENT_STRENGTH, EXTENT_WORDS, KIND_WORDS
from pog.web.doors import actor, needs
from pog.web.downloads import workbook
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("qualifications", __name__)


@blueprint.get("/profiles/<uuid:profile_id>/qualifications")
@needs(VIEW_PROFILE)
def index(profile: Profile) -> ResponseReturnValue:
    """Each qualification with its meaning, and all of them against the attributes."""
    return page(
        "qualifications/index.html",
        profile=profile,
        attributes=attributes_in_order(profile),
        qualifications=[
            (one, {vouch.attribute_id: vouch.extent for vouch in one.vouches})
            for one in queries.qualifications_of(profile.id)
        ],
        kind_words=KIND_WORDS,
        extent_words=EXTENT_WORDS,
        extent_strength=EXTENT_STRENGTH,
        level_words=level_words,
        may_edit=JUDGE_PROFILE.allows(actor(), profile),
    )


@blueprint.get("/profiles/<uuid:profile_id>/qualifications/sheet")
@needs(VIEW_PROFILE)
def sheet(profile: Profile) -> ResponseReturnValue:
    head = (
        "Qualification", "Kind", "Awarded by", "For students", "For colleges and schools",
        "For employers", "Best fit", "Why", "Address",
    )  # fmt: skip
    found = queries.qualifications_of(profile.id)
    names = {one.id: one.name for one in attributes_in_order(profile)}
    vouches = (
        (one.name, names[vouch.attribute_id], str(EXTENT_WORDS[vouch.extent]))
        for one in found
        for vouch in one.vouches
        if vouch.attribute_id in names
    )
    sheets = [
        ("Qualifications", head, about(found)),
        ("Vouches for", ("Qualification", "Attribute", "How far"), vouches),
    ]
    return workbook(f"{profile.title}-qualifications", profile.title, sheets)


def about(found: Sequence[Qualification]) -> Iterator[tuple[Value, ...]]:
    for one in found:
        yield (
            one.name, str(KIND_WORDS[one.kind]), one.issuer, one.for_students,
            one.for_institutions, one.for_employers,
            "; ".join(level_words(level) for level in one.levels), one.level_note, one.url,
        )  # fmt: skip


@blueprint.get("/profiles/<uuid:profile_id>/qualifications/new")
@needs(JUDGE_PROFILE, else_hidden_without=VIEW_PROFILE)
def new(profile: Profile) -> ResponseReturnValue:
    return form_page(profile, form_for(), {})


@blueprint.post("/profiles/<uuid:profile_id>/qualifications")
@needs(JUDGE_PROFILE, else_hidden_without=VIEW_PROFILE)
def add(profile: Profile) -> ResponseReturnValue:
    form, status = form_for(), 422
    try:
        if form.validate():
            author = author_of(actor(), profile)
            made = services.add_qualification(profile, wanted(profile, form), author=author)
            notice(_("“%(name)s” is kept.", name=made.name))
            return go_to(url_for("qualifications.index", profile_id=profile.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(profile, form, chosen(profile), status=status)


@blueprint.get("/qualifications/<uuid:qualification_id>/edit")
@needs(CHANGE_QUALIFICATION, else_hidden_without=VIEW_QUALIFICATION)
def edit(qualification: Qualification) -> ResponseReturnValue:
    form = form_for(qualification)
    vouches = {vouch.attribute_id: vouch.extent for vouch in qualification.vouches}
    return form_page(qualification.profile, form, vouches, qualification)


@blueprint.post("/qualifications/<uuid:qualification_id>/edit")
@needs(CHANGE_QUALIFICATION, else_hidden_without=VIEW_QUALIFICATION)
def change(qualification: Qualification) -> ResponseReturnValue:
    profile = qualification.profile
    form, status = form_for(), 422
    try:
        if form.validate():
            author = author_of(actor(), profile)
            services.change_qualification(qualification, wanted(profile, form), author=author)
            notice(_("“%(name)s” is kept.", name=qualification.name))
            return go_to(url_for("qualifications.index", profile_id=profile.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(profile, form, chosen(profile), qualification, status)


@blueprint.get("/qualifications/<uuid:qualification_id>/remove")
@needs(CHANGE_QUALIFICATION, else_hidden_without=VIEW_QUALIFICATION)
def ask_to_remove(qualification: Qualification) -> ResponseReturnValue:
    return page(
        "qualifications/remove.html", qualification=qualification, profile=qualification.profile
    )


@blueprint.post("/qualifications/<uuid:qualification_id>/remove")
@needs(CHANGE_QUALIFICATION, else_hidden_without=VIEW_QUALIFICATION)
def remove(qualification: Qualification) -> ResponseReturnValue:
    profile_id, name = qualification.profile_id, qualification.name
    services.remove_qualification(qualification)
    notice(_("“%(name)s” is removed.", name=name))
    return go_to(url_for("qualifications.index", profile_id=profile_id))


def form_for(qualification: Qualification | None = None) -> QualificationForm:
    """The form with every level to choose from; filled in when there is something to change."""
    if qualification is None:
        form = QualificationForm()
    else:
        form = QualificationForm(
            obj=qualification,
            data={"levels": [str(one.competency_id) for one in qualification.levels]},
        )
        form.levels.data = [str(one.competency_id) for one in qualification.levels]
    form.levels.choices = [
        (str(one.id), f"{one.framework.title}: {one.name}") for one in queries.levels()
    ]
    return form


def chosen(profile: Profile) -> dict[uuid.UUID, str]:
    """How far it vouches for each attribute, as it was sent."""
    sent = {one.id: request.form.get(f"vouch-{one.id}", "") for one in profile.attributes}
    return {key: extent for key, extent in sent.items() if extent in EXTENTS}


def wanted(profile: Profile, form: QualificationForm) -> services.Wanted:
    return services.Wanted(
        name=form.name.data or "",
        kind=form.kind.data or "",
        issuer=form.issuer.data or "",
        url=form.url.data or "",
        for_students=form.for_students.data or "",
        for_institutions=form.for_institutions.data or "",
        for_employers=form.for_employers.data or "",
        level_note=form.level_note.data or "",
        vouches=chosen(profile),
        level_ids=[uuid.UUID(key) for key in form.levels.data or ()],
    )


def form_page(
    profile: Profile,
    form: QualificationForm,
    vouches: dict[uuid.UUID, str],
    qualification: Qualification | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return page(
        "qualifications/edit.html",
        status=status,
        profile=profile,
        form=form,
        vouches=vouches,
        qualification=qualification,
        attributes=attributes_in_order(profile),
        extent_words=EXTENT_WORDS,
    )
