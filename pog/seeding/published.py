"""Reads published profiles, frameworks and crosswalks into plain values.

Nothing in a seed file carries an identifier of its own. Everything that will be addressable gets
`uuid5(SEEDS, path)`, where the path is made of the ids and names a person can see in the file:

    profile/us-va-2017                           framework/va-wrs-2019
    profile/us-va-2017/grouping/five-c-s         framework/va-wrs-2019/WRS.1.2
    profile/us-va-2017/attribute/citizenship

So two sites that load the same seeds agree on every address. Correcting a name would change the
path; `key: old-name` on an attribute or grouping keeps the address it had.
"""

import csv
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pog.core.errors import Unreadable
from pog.seeding.fields import NOTE_LIMIT, STATEMENT_LIMIT, Fields, content, files

SEEDS = uuid.UUID("0c1f1f0e-5f43-5a0c-9d3b-6f7e1f8b2a11")
"""The namespace of all seed identifiers. Changing it would change every address; never do."""

LEVELS = ("state", "district", "school")
SECTORS = ("k12", "higher_ed", "workforce", "international")
REDISTRIBUTION = (
    "full",
    "full_presumed",
    "full_with_attribution",
    "names_and_codes_only",
    "link_only",
)
LINK_RELATIONS = (
    "exact",
    "close",
    "related",
    "broader",
    "supports",
    "covers",
    "covered_by",
    "replaced_by",
    "level_equivalent",
    "none",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSeed:
    """One quality of a published profile."""

    uuid: uuid.UUID
    name: str
    name_es: str | None
    code: str | None
    statement: str | None
    statement_es: str | None
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingSeed:
    """A section of a profile; `name` is None where the published profile has no sections."""

    uuid: uuid.UUID
    name: str | None
    name_es: str | None
    attributes: tuple[AttributeSeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSeed:
    """One published profile, with what is known about it and how surely.

    `statements` and `translations` are "ours" when pog wrote them and "issuer" when the issuer
    did. `complete` False means: show it as a reference, never clone it. `requirement_only` means
    that a law asks for local profiles and no attributes were published.
    """

    uuid: uuid.UUID
    id: str
    title: str
    title_es: str | None
    label: str
    label_es: str | None
    level: str
    state: str
    requirement_only: bool
    issuer: str
    year: int | None
    url: str
    licence: str
    sources: tuple[str, ...]
    history: tuple[str, ...]
    verified: bool
    verified_note: str | None
    grouping_verified: bool
    complete: bool
    acronym: str | None
    notes: str | None
    usage_rules: str | None
    usage_rules_es: str | None
    core_statement: str | None
    core_statement_es: str | None
    statements: str | None
    translations: str | None
    groupings: tuple[GroupingSeed, ...]

    @property
    def attributes(self) -> tuple[AttributeSeed, ...]:
        return tuple(a for grouping in self.groupings for a in grouping.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencySeed:
    """One statement of a framework.

    `code` tells rows apart inside pog; `human_code` is what an export may print: None when the
    code was assigned here and the issuer has none.
    """

    uuid: uuid.UUID
    code: str
    human_code: str | None
    name: str
    parent: str | None
    verified: bool
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSeed:
    """One published framework in one edition; a parent comes before its children."""

    uuid: uuid.UUID
    id: str
    title: str
    sector: str
    publisher: str
    year: int | None
    url: str
    licence: str
    redistribution: str
    code_scheme: str
    code_is_local: bool
    replaced_by: str | None
    earlier_editions: tuple[str, ...]
    levels: tuple[str, ...]
    verified: bool
    verified_note: str | None
    sources: tuple[str, ...]
    notes: str | None
    competencies: tuple[CompetencySeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeed:
    """One pair of a crosswalk, as published; `curated` pairs were made from labels alone."""

    source_framework: str
    source_code: str | None
    source_text: str
    target_framework: str
    target_code: str | None
    target_text: str
    relation: str
    citation: str
    curated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkSeed:
    """One file of pairs; `id` is the name of the file."""

    id: str
    links: tuple[LinkSeed, ...]


def seed_uuid(path: str) -> uuid.UUID:
    """The stable identifier of what is at `path`."""
    return uuid.uuid5(SEEDS, path)


def read_profiles(folder: Path) -> list[ProfileSeed]:
    """Every profile of `folder`, by id."""
    return [_profile(Fields.of_file(path), path.stem) for path in files(folder, "*.yml")]


def read_frameworks(folder: Path) -> list[FrameworkSeed]:
    """Every framework of `folder`, by id; links to later editions are checked."""
    frameworks = {}
    for path in files(folder, "*.yml"):
        frameworks[path.stem] = _framework(Fields.of_file(path), path.stem)
    for framework in frameworks.values():
        _check_replacements(framework, frameworks)
    return list(frameworks.values())


def read_crosswalks(folder: Path) -> list[CrosswalkSeed]:
    """Every crosswalk of `folder`, by id. Ends may lie in frameworks that are not seeded."""
    return [
        CrosswalkSeed(id=path.stem, links=tuple(_links(path))) for path in files(folder, "*.csv")
    ]


def check_crosswalks(
    crosswalks: Iterable[CrosswalkSeed],
    profiles: Iterable[ProfileSeed],
    frameworks: Iterable[FrameworkSeed],
) -> None:
    """Refuse a pair whose end names a seeded profile or framework but nothing inside it."""
    names = {profile.id: {a.name for a in profile.attributes} for profile in profiles}
    codes = {framework.id: {c.code for c in framework.competencies} for framework in frameworks}
    for crosswalk in crosswalks:
        for number, link in enumerate(crosswalk.links, start=2):
            where = f"{crosswalk.id}.csv, line {number}"
            for place, code, text in (
                (link.source_framework, link.source_code, link.source_text),
                (link.target_framework, link.target_code, link.target_text),
            ):
                if place in names and text not in names[place]:
                    raise Unreadable(f"In {where}, {place} has no attribute “{text}”.")
                if place in codes and code is not None and code not in codes[place]:
                    raise Unreadable(f"In {where}, {place} has no competency “{code}”.")


def _profile(fields: "Fields", stem: str) -> ProfileSeed:
    profile_id = fields.identifier("id", stem)
    root = f"profile/{profile_id}"
    statements = fields.optional_choice("statements", ("ours", "issuer"))
    profile = ProfileSeed(
        uuid=seed_uuid(root),
        id=profile_id,
        title=fields.text("title", limit=200),
        title_es=fields.optional_text("title_es", limit=200),
        label=fields.text("label"),
        label_es=fields.optional_text("label_es"),
        level=fields.choice("level", LEVELS),
        state=fields.text("state", limit=2),
        requirement_only=fields.yes_no("requirement_only", default=False),
        issuer=fields.text("issuer", limit=200),
        year=fields.year("year"),
        url=fields.address("url"),
        licence=fields.text("licence", limit=NOTE_LIMIT),
        sources=fields.texts("sources"),
        history=fields.texts("history"),
        verified=fields.yes_no("verified"),
        verified_note=fields.optional_text("verified_note", limit=NOTE_LIMIT),
        grouping_verified=fields.yes_no("grouping_verified", default=True),
        complete=fields.yes_no("complete"),
        acronym=fields.optional_text("acronym"),
        notes=fields.optional_text("notes", limit=NOTE_LIMIT),
        usage_rules=fields.optional_text("usage_rules", limit=NOTE_LIMIT),
        usage_rules_es=fields.optional_text("usage_rules_es", limit=NOTE_LIMIT),
        core_statement=fields.optional_text("core_statement", limit=STATEMENT_LIMIT),
        core_statement_es=fields.optional_text("core_statement_es", limit=STATEMENT_LIMIT),
        statements=statements,
        translations=fields.optional_choice("translations", ("ours", "issuer")),
        groupings=tuple(
            _grouping(part, root, number)
            for number, part in enumerate(fields.parts("groupings"), start=1)
        ),
    )
    fields.finish()
    fields.unique("groupings", (a.name for a in profile.attributes))
    fields.unique("groupings", (str(a.uuid) for a in profile.attributes))
    fields.unique("groupings", (g.name for g in profile.groupings))
    if profile.complete and not profile.attributes:
        fields.refuse("groupings", "has no attribute although the profile is called complete")
    if statements is None and any(a.statement for a in profile.attributes):
        fields.refuse("statements", "must say who wrote the statements: ours or issuer")
    return profile


def _grouping(fields: "Fields", root: str, number: int) -> GroupingSeed:
    name = fields.optional_text("name")
    key = fields.optional_text("key") or (_slug(name) if name else str(number))
    grouping = GroupingSeed(
        uuid=seed_uuid(f"{root}/grouping/{key}"),
        name=name,
        name_es=fields.optional_text("name_es"),
        attributes=tuple(_attribute(part, root) for part in fields.parts("attributes")),
    )
    fields.finish()
    return grouping


def _attribute(fields: "Fields", root: str) -> AttributeSeed:
    name = fields.text("name")
    key = fields.optional_text("key") or _slug(name)
    attribute = AttributeSeed(
        uuid=seed_uuid(f"{root}/attribute/{key}"),
        name=name,
        name_es=fields.optional_text("name_es"),
        code=fields.optional_text("code"),
        statement=fields.optional_text("statement", limit=STATEMENT_LIMIT),
        statement_es=fields.optional_text("statement_es", limit=STATEMENT_LIMIT),
        verified=fields.yes_no("verified", default=True),
    )
    fields.finish()
    return attribute


def _framework(fields: "Fields", stem: str) -> FrameworkSeed:
    framework_id = fields.identifier("id", stem)
    root = f"framework/{framework_id}"
    local = fields.yes_no("code_is_local")
    framework = FrameworkSeed(
        uuid=seed_uuid(root),
        id=framework_id,
        title=fields.text("title", limit=200),
        sector=fields.choice("sector", SECTORS),
        publisher=fields.text("publisher", limit=200),
        year=fields.year("year"),
        url=fields.address("url"),
        licence=fields.text("licence", limit=NOTE_LIMIT),
        redistribution=fields.choice("redistribution", REDISTRIBUTION),
        code_scheme=fields.text("code_scheme", limit=NOTE_LIMIT),
        code_is_local=local,
        replaced_by=fields.optional_text("replaced_by"),
        earlier_editions=fields.texts("earlier_editions", optional=True),
        levels=fields.texts("levels", optional=True),
        verified=fields.yes_no("verified"),
        verified_note=fields.optional_text("verified_note", limit=NOTE_LIMIT),
        sources=fields.texts("sources"),
        notes=fields.optional_text("notes", limit=NOTE_LIMIT),
        competencies=tuple(_competency(part, root, local) for part in fields.parts("competencies")),
    )
    fields.finish()
    fields.unique("competencies", (c.code for c in framework.competencies))
    seen: set[str] = set()
    for competency in framework.competencies:
        if competency.parent is not None and competency.parent not in seen:
            fields.refuse("competencies", f"names a parent “{competency.parent}” not seen above it")
        seen.add(competency.code)
    return framework


def _competency(fields: "Fields", root: str, framework_codes_are_local: bool) -> CompetencySeed:
    code = fields.text("code")
    local = fields.yes_no("code_is_local", default=framework_codes_are_local)
    official = fields.optional_text("official_code")
    if official and local:
        fields.refuse("official_code", "cannot be given where code_is_local is true")
    competency = CompetencySeed(
        uuid=seed_uuid(f"{root}/{code}"),
        code=code,
        human_code=None if local else official or code,
        name=fields.text("name", limit=200),
        parent=fields.optional_text("parent"),
        verified=fields.yes_no("verified", default=True),
        replaced_by=fields.optional_text("replaced_by"),
    )
    fields.finish()
    return competency


def _check_replacements(framework: FrameworkSeed, frameworks: Mapping[str, FrameworkSeed]) -> None:
    file = f"{framework.id}.yml"
    later = frameworks.get(framework.replaced_by or "")
    if framework.replaced_by and later is None:
        raise Unreadable(f"In {file}, replaced_by names no framework: “{framework.replaced_by}”.")
    codes = {c.code for c in later.competencies} if later else set()
    for competency in framework.competencies:
        if competency.replaced_by and competency.replaced_by not in codes:
            raise Unreadable(
                f"In {file}, {competency.code} is replaced by “{competency.replaced_by}”, "
                "which the later edition does not have."
            )


_COLUMNS = (
    "source_framework",
    "source_code",
    "source_text",
    "target_framework",
    "target_code",
    "target_text",
    "relation",
    "citation",
)


def _links(path: Path) -> Iterator[LinkSeed]:
    reader = csv.reader(content(path).splitlines(), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise Unreadable(f"{path.name}, line {reader.line_num}, is not CSV: {error}.") from error
    if not rows or tuple(rows[0]) != _COLUMNS:
        raise Unreadable(f"{path.name} must begin with the columns {', '.join(_COLUMNS)}.")
    for number, row in enumerate(rows[1:], start=2):
        where = f"{path.name}, line {number}"
        if len(row) != len(_COLUMNS):
            raise Unreadable(f"{where}, has {len(row)} cells instead of {len(_COLUMNS)}.")
        cells = dict(zip(_COLUMNS, (cell.strip() for cell in row), strict=True))
        for column in ("source_framework", "target_framework", "relation", "citation"):
            if not cells[column]:
                raise Unreadable(f"In {where}, {column} is empty.")
        if cells["relation"] not in LINK_RELATIONS:
            raise Unreadable(f"In {where}, relation cannot be “{cells['relation']}”.")
        yield LinkSeed(
            source_framework=cells["source_framework"],
            source_code=cells["source_code"] or None,
            source_text=cells["source_text"],
            target_framework=cells["target_framework"],
            target_code=cells["target_code"] or None,
            target_text=cells["target_text"],
            relation=cells["relation"],
            citation=cells["citation"],
            curated=cells["citation"].startswith("CURATED"),
        )


def _slug(name: str) -> str:
    """Letters and digits of any script in small, hyphens between; accents are kept apart."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-")
