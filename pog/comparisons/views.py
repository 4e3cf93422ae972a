"""The page and the sheets of a comparison, and changing its rows."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm

from pog.comparisons import services
from pog.comparisons.forms import ApartForm, TogetherForm, attribute_id
from pog.comparisons.queries import SideBySide, compare, profiles_by_ids
from pog.comparisons.rows import Row
from pog.comparisons.sides import (
    MOST_COMPARED,
    Side,
    side_of_draft,
    side_of_edition,
    side_of_entry,
)
from pog.comparisons.wording import sentence
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.sheets import Value
from pog.library.queries import all_entries, entries_by_ids
from pog.library.wording import LEVEL_WORDS
from pog.organizations.models import Organization
from pog.organizations.permissions import VIEW_ORGANIZATION, WORK_IN_ORGANIZATION
from pog.organizations.queries import organizations_of
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.profiles.queries import newest_editions, newest_published, profiles_of
from pog.web.doors import NOT_HERE, actor, needs, public
from pog.web.downloads import csv_file, workbook
from pog.web.pages import go_to, notice, page

blueprint = Blueprint("comparisons", __name__)
OTHERS_SHOWN: Final = 50
"""So many published profiles of others are offered to be added; the rest by their own page."""


@blueprint.get("/compare", endpoint="compare")
@public
def show() -> ResponseReturnValue:
    """Any number of profiles beside each other: what each is, and who speaks of the same."""
    return compare_page()


def compare_page(
    problem: Refusal | None = None, typed: TogetherForm | None = None
) -> ResponseReturnValue:
    sides = sides_asked_for()
    mine = my_organizations()
    organization = organization_asked_for(sides, mine)
    found = compare(sides, organization.id if organization else None)
    return page(
        "comparisons/show.html",
        status=problem.status if problem else 200,
        found=found,
        asked=asked(sides),
        without=[address_of([one for one in sides if one is not side]) for side in sides],
        organization=organization,
        organizations=mine,
        may_change=organization is not None and WORK_IN_ORGANIZATION.allows(actor(), organization),
        others=others_to_add(sides, mine) if len(sides) < MOST_COMPARED else [],
        chosen={
            name: (typed and typed[name].data) or request.args.get(name, "")
            for name in ("one", "other")
        },
        problem=problem,
        level_words=LEVEL_WORDS,
        sentence=sentence,
    )


@blueprint.get("/compare.csv", endpoint="csv")
@public
def as_csv() -> ResponseReturnValue:
    """One row for each fact and for each row of attributes, one column for each profile."""
    found = asked_for()
    facts = [[word, *(tell(side) for side in found.sides), ""] for word, tell in facts_told()]
    return csv_file("comparison", head_of(found), [*facts, *lines(found)])


@blueprint.get("/compare.xlsx", endpoint="xlsx")
@public
def as_xlsx() -> ResponseReturnValue:
    """The same as a workbook: the profiles on one sheet, the attributes on another."""
    found = asked_for()
    told = facts_told()
    profiles = [[tell(side) for _word, tell in told] for side in found.sides]
    return workbook(
        "comparison",
        _("Profiles side by side"),
        [
            (_("Attributes"), head_of(found), lines(found)),
            (_("Profiles"), [word for word, _tell in told], profiles),
        ],
    )


def asked_for() -> SideBySide:
    sides = sides_asked_for()
    organization = organization_asked_for(sides, my_organizations())
    return compare(sides, organization.id if organization else None)


def facts_told() -> list[tuple[str, Callable[[Side], Value]]]:
    """What a sheet tells of each profile."""
    return [
        (_("Profile"), lambda side: side.title),
        (_("Issued by"), lambda side: side.snapshot.issuer),
        (_("Level"), lambda side: str(LEVEL_WORDS.get(side.level, side.level))),
        (_("Year"), lambda side: _("Draft") if side.is_draft else side.year),
        (_("Attributes"), lambda side: len(side.snapshot.attributes)),
        (_("Groupings"), groupings_told),
        (_("Levels of its indicators"), lambda side: ", ".join(side.levels)),
    ]


def groupings_told(side: Side) -> str:
    named = side.snapshot.named_groupings
    return ", ".join(f"{one.name} ({len(one.attributes)})" for one in named)


def head_of(found: SideBySide) -> list[str]:
    return [_("Row"), *(side.short_name for side in found.sides), _("Why they stand in one row")]


def lines(found: SideBySide) -> Iterator[list[Value]]:
    for row in found.rows:
        cells = [cell(row, place, side) for place, side in enumerate(found.sides)]
        yield [row.name, *cells, " ".join(sentence(why) for why in row.why)]


def cell(row: Row, place: int, side: Side) -> str:
    """The attributes of one profile in this row with what they say."""
    told = ((one.name, one.statement) for one in row.of(place))
    return "\n".join(": ".join(filter(None, words)) for words in told)


@blueprint.post("/organizations/<uuid:organization_id>/comparison/together")
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def together(organization: Organization) -> ResponseReturnValue:
    """Put an attribute into the row of another, for everybody in the organization."""
    form = TogetherForm()
    try:
        found = compared_by(organization)
        one, row = placed(found, form, "one")
        other, row = placed(found, form, "other")
        others = [member.id for member in row.members]
        if one in others:
            raise Refusal(_("The two stand in one row already."), field="other")
        services.put_together(organization, one, others, author=writer())
    except Refusal as problem:
        if isinstance(problem, NotFound):
            raise
        return compare_page(problem, form)
    notice(
        _(
            "“%(one)s” and “%(other)s” stand in one row now.",
            one=found.name_of(one),
            other=found.name_of(other),
        )
    )
    return back(found, organization)


@blueprint.post("/organizations/<uuid:organization_id>/comparison/apart")
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def apart(organization: Organization) -> ResponseReturnValue:
    """Take an attribute out of the row it stands in."""
    form = ApartForm()
    found = compared_by(organization)
    one, row = placed(found, form, "one")
    others = [member.id for member in row.members if member.id != one]
    if not others:
        raise Refusal(_("This attribute stands alone already."))
    services.take_apart(organization, one, others, author=writer())
    notice(_("“%(name)s” is out of that row.", name=found.name_of(one)))
    return back(found, organization)


@blueprint.post("/organizations/<uuid:organization_id>/comparison/steps/<uuid:step_id>/undo")
@needs(WORK_IN_ORGANIZATION, else_hidden_without=VIEW_ORGANIZATION)
def undo(organization: Organization, step_id: uuid.UUID) -> ResponseReturnValue:
    found = compared_by(organization)
    services.undo_step(organization, step_id)
    notice(_("Undone. The rows are as they were before."))
    return back(found, organization)


def compared_by(organization: Organization) -> SideBySide:
    return compare(sides_asked_for(), organization.id)


def placed(found: SideBySide, form: FlaskForm, name: str) -> tuple[uuid.UUID, Row]:
    """The attribute that was chosen, and the row of this comparison it stands in."""
    chosen = attribute_id(form[name])
    row = found.row_with(chosen)
    if row is None:
        raise Refusal(_("Choose an attribute."), field=name)
    return chosen, row


def back(found: SideBySide, organization: Organization) -> ResponseReturnValue:
    return go_to(f"{address_of(found.sides, organization=organization.id)}#rows")


def writer() -> Author:
    person = current_user.person
    return Author(name=person.name, person_id=person.id)


# ---------------------------------------------------------------- what is compared, and for whom


def asked(sides: Iterable[Side]) -> dict[str, list[str]]:
    """What an address has to say to compare these."""
    found: dict[str, list[str]] = {"profile": [], "entry": []}
    for side in sides:
        found[side.kind].append(side.key)
    return found


def address_of(sides: Iterable[Side], **more: Any) -> str:
    values: dict[str, Any] = {**asked(sides), **more}  # Any: url_for's own parameters
    return url_for("comparisons.compare", **values)


def sides_asked_for() -> list[Side]:
    """Own profiles and then the library's, each once. One that may not be read is not here."""
    keys = [profile_key(text) for text in keys_asked_for("profile")]
    entries = keys_asked_for("entry")
    if len(keys) + len(entries) > MOST_COMPARED:
        raise Refusal(_("Compare at most %(number)s profiles at once.", number=MOST_COMPARED))
    found = profiles_by_ids(keys)
    editions = newest_editions(keys)
    sides = []
    for key in keys:
        profile = found.get(key)
        if profile is None:
            raise NotFound(NOT_HERE)
        edition = editions.get(key)
        if profile.organization_id in actor().organization_ids:
            sides.append(side_of_draft(profile))
        elif edition is not None:
            sides.append(side_of_edition(profile, edition))
        elif VIEW_PROFILE.allows(actor(), profile):
            sides.append(side_of_draft(profile))
        else:
            raise NotFound(NOT_HERE)
    return sides + [side_of_entry(entry) for entry in entries_by_ids(entries)]


def keys_asked_for(kind: str) -> list[str]:
    """Each once: `?entry=us-va`, or from a list of several kinds `?add=entry:us-va`."""
    added = (text.partition(":") for text in request.values.getlist("add"))
    return list(
        dict.fromkeys(
            [*request.values.getlist(kind), *(key for name, _colon, key in added if name == kind)]
        )
    )


def profile_key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(NOT_HERE) from None


def my_organizations() -> Sequence[Organization]:
    who = actor()
    return organizations_of(who.person_id) if who.person_id is not None else ()


def organization_asked_for(
    sides: Iterable[Side], mine: Sequence[Organization]
) -> Organization | None:
    """Whose rows are shown: the one asked for, the one a profile is of, or the first one."""
    wanted = request.args.get("organization", "")
    owners = {side.profile.organization_id for side in sides if side.profile}
    named = (one for one in mine if str(one.id) == wanted)
    owner = (one for one in mine if one.id in owners)
    return next(named, None) or next(owner, None) or next(iter(mine), None)


def others_to_add(
    sides: Sequence[Side], mine: Sequence[Organization]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Shelves of what can be added: a heading, and for each profile its key and title."""
    here = {side.key for side in sides}
    own = [one for one in profiles_of([o.id for o in mine]) if str(one.id) not in here]
    known = here | {str(one.id) for one in own}
    published = [one for one in newest_published(OTHERS_SHOWN) if str(one.id) not in known]
    library = [(f"entry:{one.id}", one.title) for one in all_entries() if one.id not in here]
    shelves = [
        (_("Your profiles"), [choice(one) for one in own]),
        (_("Published here"), [choice(one) for one in published]),
        (_("Library"), library),
    ]
    return [(name, choices) for name, choices in shelves if choices]


def choice(profile: Profile) -> tuple[str, str]:
    return f"profile:{profile.id}", f"{profile.title} · {profile.organization.name}"
