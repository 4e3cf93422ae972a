"""The library: find, read and clone published profiles."""

import uuid

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import LANGUAGES, _
from pog.library.forms import CloneForm
from pog.library.models import LibraryEntry
from pog.library.places import STATES, state_name
from pog.library.queries import (
    all_entries,
    entry_by_id,
    find_entries,
    published_edition,
)
from pog.library.services import refuse_reference
from pog.library.wording import LEVEL_WORDS
from pog.organizations.models import Organization
from pog.organizations.permissions import WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.profiles.authors import Author
from pog.profiles.models import Edition
from pog.profiles.services import clone_edition, default_title
from pog.profiles.snapshots import read_snapshot
from pog.web.doors import NOT_HERE, actor, public, signed_in
from pog.web.languages import language_of_text
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("library", __name__)
TYPED_LIMIT = 100


@blueprint.get("/library")
@public
def index() -> ResponseReturnValue:
    """All published profiles, or those that fit what was asked for."""
    asked = {
        "words": request.args.get("q", "")[:TYPED_LIMIT],
        "state": request.args.get("state", "")[:2],
        "level": request.args.get("level", "")[:20],
    }
    verified = request.args.get("verified") == "1"
    complete = request.args.get("complete") == "1"
    found = find_entries(**asked, verified=verified, complete=complete)
    return page(
        "library/index.html",
        part="library/_entries.html",
        found=[(entry, read_snapshot(entry.edition.content)) for entry in found],
        asked=asked,
        verified=verified,
        complete=complete,
        states=used_states(),
        level_words=LEVEL_WORDS,
    )


def used_states() -> dict[str, str]:
    """The names of the states that entries come from."""
    codes = {entry.state for entry in all_entries() if entry.state}
    return {code: name for code, name in STATES.items() if code in codes}


@blueprint.get("/library/<entry_id>")
@public
def show(entry_id: str) -> ResponseReturnValue:
    entry = the_entry(entry_id)
    return page(
        "library/show.html",
        entry=entry,
        snapshot=read_snapshot(entry.edition.content, wanted_language(entry.edition)),
        languages_of_text=languages_of(entry.edition),
        place=state_name(entry.state),
        level_words=LEVEL_WORDS,
        details=entry.details or {},
    )


def the_entry(entry_id: str) -> LibraryEntry:
    entry = entry_by_id(entry_id)
    if entry is None:
        raise NotFound(NOT_HERE)
    return entry


def languages_of(edition: Edition) -> list[tuple[str, str]]:
    """The languages an edition can be read in, as value and word."""
    codes = read_snapshot(edition.content).languages
    return [(code, LANGUAGES[code]) for code in codes if code in LANGUAGES]


def wanted_language(edition: Edition) -> str:
    return language_of_text([code for code, _word in languages_of(edition)], "language")


@blueprint.get("/library/<entry_id>/clone")
@signed_in
def confirm_clone(entry_id: str) -> ResponseReturnValue:
    entry = the_entry(entry_id)
    refuse_reference(entry)
    return clone_page(entry.edition, clone_form(entry.edition), address_of(entry))


@blueprint.post("/library/<entry_id>/clone")
@signed_in
def clone(entry_id: str) -> ResponseReturnValue:
    entry = the_entry(entry_id)
    refuse_reference(entry)
    return cloned(entry.edition, address_of(entry))


def address_of(entry: LibraryEntry) -> str:
    return url_for("library.clone", entry_id=entry.id)


@blueprint.get("/editions/<uuid:edition_id>/clone")
@signed_in
def confirm_clone_edition(edition_id: uuid.UUID) -> ResponseReturnValue:
    edition = the_edition(edition_id)
    return clone_page(edition, clone_form(edition), request.path)


@blueprint.post("/editions/<uuid:edition_id>/clone")
@signed_in
def clone_published(edition_id: uuid.UUID) -> ResponseReturnValue:
    return cloned(the_edition(edition_id), request.path)


def the_edition(edition_id: uuid.UUID) -> Edition:
    edition = published_edition(edition_id)
    if edition is None:
        raise NotFound(NOT_HERE)
    return edition


def clone_form(edition: Edition) -> CloneForm:
    """Organizations one may work in, and the languages the source is written in."""
    form = CloneForm()
    mine = my_organizations()
    form.organization.choices = [(str(o.id), o.name) for o in mine]
    form.language.choices = languages_of(edition)
    if request.method == "GET":
        snapshot = read_snapshot(edition.content)
        form.language.data = snapshot.language
        if mine:
            chosen = request.args.get("organization") or str(mine[0].id)
            form.organization.data = chosen
            owner = next((o for o in mine if str(o.id) == chosen), mine[0])
            form.title.data = default_title(snapshot, owner)
    elif not form.language.data:
        form.language.data = read_snapshot(edition.content).language
    return form


def my_organizations() -> list[Organization]:
    who = actor()
    if who.person_id is None:
        return []
    mine = organizations_of(who.person_id)
    return [one for one in mine if WORK_IN_ORGANIZATION.allows(who, one)]


def writer() -> Author:
    """Who clones: a person, by the name of their account."""
    person = current_user.person
    return Author(name=person.name, person_id=person.id)


def clone_page(
    edition: Edition, form: CloneForm, address: str, status: int = 200
) -> ResponseReturnValue:
    return page(
        "library/clone.html",
        status=status,
        edition=edition,
        snapshot=read_snapshot(edition.content),
        form=form,
        address=address,
    )


def cloned(edition: Edition, address: str) -> ResponseReturnValue:
    form = clone_form(edition)
    try:
        if form.validate():
            owner = next(o for o in my_organizations() if str(o.id) == form.organization.data)
            made = clone_edition(
                edition, owner, writer(), title=form.title.data, language=form.language.data
            )
            notice(
                _(
                    "“%(title)s” is yours now. The source stays as it is.",
                    title=made.title,
                )
            )
            return go_to(url_for("profiles.show", profile_id=made.id))
    except Refusal as refusal:
        explain(form, refusal)
    return clone_page(edition, form, address, status=422)
