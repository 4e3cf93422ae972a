"""A CASE package as the draft of a new profile."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import or_, select

from pog.alignments.models import EVIDENCE_LIMIT, REASON_LIMIT
from pog.alignments.services import align
from pog.core.batches import in_batches
from pog.core.database import Json, db
from pog.core.errors import Refusal, Unreadable
from pog.core.i18n import LANGUAGES, _
from pog.core.markup import clean_line
from pog.frameworks.models import Competency, Framework
from pog.organizations.models import Organization
from pog.profiles.arranging import create_grouping
from pog.profiles.authors import Author
from pog.profiles.indicating import add_indicator
from pog.profiles.models import (
    INDICATOR_LIMIT,
    LABELS,
    LEVEL_LIMIT,
    NAME_LIMIT,
    PURPOSES,
    Attribute,
    Grouping,
    Indicator,
    Profile,
)
from pog.profiles.revising import add_attribute
from pog.profiles.services import change_settings, create_profile
from pog.qualifications.services import Wanted, add_qualification
from pog.standards.case.fields import JsonObject
from pog.standards.case.model import Association, CaseObject, CFPackage, Item
from pog.standards.case.reading import Reading
from pog.standards.case.relations import relation_of, turned
from pog.standards.case.remarks import Remark
from pog.standards.case.remembering import NOTES
from pog.standards.case.translating import OUTDATED, translations_in
from pog.standards.case.tree import Placed, placed_items
from pog.translating.services import Typed, save_translations
from pog.translating.texts import Key, texts_of

GROUPING, ATTRIBUTE, INDICATOR = "Grouping", "Attribute", "Indicator"
MOST_ATTRIBUTES: Final = 300
MOST_QUALIFICATIONS: Final = 100
NOTE_LIMIT: Final = 2_000
QUALIFICATION_TEXTS: Final = (
    "name", "kind", "issuer", "url", "for_students", "for_institutions", "for_employers",
    "level_note",
)  # fmt: skip
SENTENCE: Final = 60
"""Longer words under an attribute are how it shows; shorter ones are names of attributes."""


@dataclass(slots=True)
class Drafted:
    """The profile, and what of the file is not in it as it was."""

    profile: Profile
    remarks: list[Remark] = field(default_factory=list)
    alignments: int = 0
    qualifications: int = 0


def draft_from_case(reading: Reading, organization: Organization, author: Author) -> Drafted:
    """A new draft with the groupings, attributes, indicators and alignments of the package."""
    return _Drafting(reading, organization, author).draft()


DOCUMENT_FIELDS: Final = {
    "title": "title",
    "core_statement": "description",
    "context_note": "notes",
    "usage_rules": "usageRules",
}
ATTRIBUTE_FIELDS: Final = {"name": "abbreviatedStatement", "statement": "fullStatement"}
"""Our names of texts, and CASE's."""


class _Drafting:
    def __init__(self, reading: Reading, organization: Organization, author: Author) -> None:
        self.package: CFPackage = reading.package
        self.remarks = list(reading.warnings)
        self.organization = organization
        self.author = author
        self.groupings: dict[str, Grouping] = {}
        self.attributes: dict[str, Attribute] = {}
        """By item: the attribute it became, or the one whose indicator it became."""
        self.indicators: dict[str, Indicator] = {}
        self.names: Counter[str] = Counter()
        self.typed: defaultdict[str, dict[Key, Typed]] = defaultdict(dict)
        """Translations by language."""
        said = notes_of(self.package.document).get("profile")
        self.said: Json = said if isinstance(said, dict) else {}
        """What our own files say of the profile beyond CASE's fields."""

    def draft(self) -> Drafted:
        placed = placed_items(self.package)
        kinds = kinds_of(placed)
        number = sum(kind == ATTRIBUTE for kind in kinds.values())
        if number == 0:
            raise Unreadable(_("There is no statement in this file that could be an attribute."))
        if number > MOST_ATTRIBUTES:
            raise Unreadable(
                _(
                    "This file has %(number)s statements, too many for a profile. "
                    "Import it as a framework, and align attributes to it.",
                    number=number,
                )
            )
        profile = self._profile()
        for place in placed:
            self._place(profile, place, kinds)
        self._translate(profile)
        found = Drafted(profile, self.remarks)
        found.alignments = self._align()
        found.qualifications = self._qualify(profile)
        return found

    def _profile(self) -> Profile:
        document, said = self.package.document, self.said
        label = said.get("label") if said.get("label") in LABELS else "profile"
        language = (document.language or "en").split("-")[0].split("_")[0].lower()
        profile = create_profile(
            self.organization,
            title=clean_line(document.title)[:NAME_LIMIT] or _("Imported profile"),
            label=str(label),
            language=language if language in LANGUAGES else "en",
        )
        rules = [one.license_text or one.title for one in self.package.definitions.licenses]
        change_settings(
            profile,
            title=profile.title,
            label=profile.label,
            state=profile.state,
            language=profile.language,
            core_statement=document.description or "",
            context_note=document.notes or "",
            usage_rules=rules[0] if len(rules) == 1 else "",
            purposes=self._purposes(),
            review_on=None,
        )
        self._said(profile.id, document.extensions, DOCUMENT_FIELDS)
        return profile

    def _said(self, subject: uuid.UUID, extensions: JsonObject, fields: Mapping[str, str]) -> None:
        """Remember the translations of a thing, by our names of its texts."""
        older = translations_in(extensions, OUTDATED)
        for language, words in translations_in(extensions).items():
            for ours, case in fields.items():
                if words.get(case):
                    seen = older.get(language, {}).get(case)
                    self.typed[language][subject, ours] = Typed(words=words[case], seen=seen)

    def _translate(self, profile: Profile) -> None:
        """As if somebody had typed them; what cannot be kept is told."""
        db.session.flush()
        db.session.expire(profile)
        texts = list(texts_of(profile))
        keys = {text.key for text in texts}
        for language, typed in sorted(self.typed.items()):
            here = {key: box for key, box in typed.items() if key in keys}
            try:
                save_translations(profile, language, texts, here, author=self.author)
            except Refusal as refusal:
                self.remarks.append(Remark(language, str(refusal)))

    def _purposes(self) -> list[str]:
        """As our notes have them; else those the subjects of the document name."""
        said = self.said.get("purposes")
        if not isinstance(said, list):
            said = [one.casefold().replace(" ", "_") for one in self.package.document.subject]
        return [one for one in PURPOSES if one in said]

    def _place(self, profile: Profile, place: Placed, kinds: dict[str, str]) -> None:
        item, above = place.item, place.parent_identifier
        kind = kinds[item.identifier]
        if kind == GROUPING:
            name = self._name(item)
            grouping = create_grouping(profile, name=name)
            self.groupings[item.identifier] = grouping
            self._said(grouping.id, item.extensions, {"name": "fullStatement"})
        elif kind == ATTRIBUTE:
            name = self._name(item)
            statement = item.full_statement if item.full_statement != name else ""
            made = add_attribute(
                profile,
                name=name,
                statement=statement,
                grouping=self.groupings.get(above or ""),
                reason=_("From the file “%(title)s”.", title=self.package.document.title)[:500],
                author=self.author,
            )
            made.code = clean_line(item.human_coding_scheme or "")[:60] or None
            self.attributes[item.identifier] = made
            self._said(made.id, item.extensions, ATTRIBUTE_FIELDS)
        else:
            self._indicator(item, above)

    def _indicator(self, item: Item, above: str | None) -> None:
        """Under its attribute; what hangs deeper hangs there as well."""
        attribute = self.attributes.get(above or "")
        if attribute is None:
            self._remark(item, _("It hangs under nothing that became an attribute."))
            return
        self.attributes[item.identifier] = attribute
        level = notes_of(item).get("level")
        made = self.indicators[item.identifier] = add_indicator(
            attribute,
            level=str(level or ", ".join(item.education_level))[:LEVEL_LIMIT],
            text=item.full_statement[:INDICATOR_LIMIT],
            author=self.author,
        )
        self._said(made.id, item.extensions, {"text": "fullStatement"})
        if len(item.full_statement) > INDICATOR_LIMIT:
            self._remark(item, _("It was too long for an indicator and was cut."))

    def _name(self, item: Item) -> str:
        whole = clean_line(item.abbreviated_statement or item.full_statement)
        name = whole[: NAME_LIMIT - 6] if len(whole) > NAME_LIMIT else whole
        name = name or clean_line(item.human_coding_scheme or "") or item.identifier
        self.names[name.casefold()] += 1
        again = self.names[name.casefold()]
        return f"{name[: NAME_LIMIT - 6]} ({again})" if again > 1 else name

    def _remark(self, item: Item, message: str) -> None:
        self.remarks.append(Remark(item.human_coding_scheme or item.identifier, message))

    # -------------------------------------------------------------- qualifications

    def _qualify(self, profile: Profile) -> int:
        """Those our own files tell of; odd ones are refused with a remark."""
        said = self.said.get("qualifications")
        rows = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
        made = 0
        for row in rows[:MOST_QUALIFICATIONS]:
            wanted = wanted_qualification(
                row, {key: one.id for key, one in self.attributes.items()}
            )
            try:
                add_qualification(profile, wanted, author=self.author)
            except Refusal as refusal:
                self.remarks.append(Remark(wanted.name, str(refusal)))
            else:
                made += 1
        return made

    # -------------------------------------------------------------- alignments

    def _align(self) -> int:
        """Links to competencies that are here; the others are told."""
        wanted = list(self._links())
        here = self._competencies({other for _key, other, _link in wanted})
        made: set[tuple[object, object]] = set()
        for key, other, link in wanted:
            attribute, indicator = self.attributes[key], self.indicators.get(key)
            read = relation_of(link.association_type, link.extensions)
            competency = here.get(other)
            if competency is None or read is None:
                self.remarks.append(
                    Remark(attribute.name, _("What it is aligned to is not in a framework here."))
                )
                continue
            pair = (indicator or attribute).id, competency.id
            if pair in made:
                continue
            notes = notes_of(link)
            from_outside = link.origin.identifier != key and not read.swapped
            try:
                align(
                    attribute,
                    competency,
                    relation=(turned(read.kind) if from_outside else read.kind).value,
                    reason=(link.notes or "")[:REASON_LIMIT],
                    evidence=text_in(notes, "evidence")[:EVIDENCE_LIMIT],
                    evidence_url=text_in(notes, "evidenceURL"),
                    indicator=indicator,
                    author=self.author,
                )
            except Refusal as refusal:
                self.remarks.append(Remark(attribute.name, str(refusal)))
            else:
                made.add(pair)
        return len(made)

    def _links(self) -> Iterator[tuple[str, str, Association]]:
        """The item here, what it is joined to elsewhere, and how."""
        own = {item.identifier for item in self.package.items}
        for link in self.package.associations:
            ends = link.origin.identifier, link.destination.identifier
            inside = [end for end in ends if end in own]
            if len(inside) != 1 or "lineage" in notes_of(link) or inside[0] not in self.attributes:
                continue
            yield inside[0], ends[1] if ends[0] == inside[0] else ends[0], link

    def _competencies(self, identifiers: set[str]) -> dict[str, Competency]:
        """By the identifier of the source, by ours, or by the stable address that ends in ours."""
        by_ours = {key: ours for key in identifiers if (ours := uuid_in(key)) is not None}
        found: dict[str, Competency] = {}
        for some in in_batches(sorted(identifiers), 500):
            rows = db.session.scalars(
                select(Competency)
                .join(Framework)
                .where(
                    or_(
                        Competency.source_id.in_(some),
                        Competency.id.in_([by_ours[key] for key in some if key in by_ours]),
                    ),
                    or_(
                        Framework.organization_id.is_(None),
                        Framework.organization_id == self.organization.id,
                    ),
                )
            ).all()
            own = {row.id: row for row in rows}
            for row in rows:
                if row.source_id:
                    found.setdefault(row.source_id, row)
            for key in some:
                if key not in found and by_ours.get(key) in own:
                    found[key] = own[by_ours[key]]
        return found


def notes_of(thing: CaseObject) -> Json:
    """What our own files note at a thing."""
    notes = thing.extensions.get(NOTES)
    return notes if isinstance(notes, dict) else {}


def text_in(notes: Json, name: str) -> str:
    found = notes.get(name)
    return found if isinstance(found, str) else ""


def uuid_in(identifier: str) -> uuid.UUID | None:
    """The UUID, also at the end of a stable address."""
    try:
        return uuid.UUID(identifier.rpartition("/uri/")[2])
    except ValueError:
        return None


def wanted_qualification(row: Json, attributes: Mapping[str, uuid.UUID]) -> Wanted:
    """What a file says of a qualification, by the attributes it became here."""
    vouches = row.get("vouches")
    levels = row.get("levels")
    return Wanted(
        **{name: text_in(row, name)[:NOTE_LIMIT] for name in QUALIFICATION_TEXTS},
        vouches={
            attributes[one["attribute_id"]]: str(one.get("extent"))
            for one in (vouches if isinstance(vouches, list) else ())
            if isinstance(one, dict) and one.get("attribute_id") in attributes
        },
        level_ids={
            found
            for one in (levels if isinstance(levels, list) else ())
            if (found := uuid_in(str(one))) is not None
        },
    )


def kinds_of(placed: list[Placed]) -> dict[str, str]:
    """What each item becomes: as our own files say, else by how the tree is built."""
    ours = {place.item.item_type for place in placed} <= {GROUPING, ATTRIBUTE, INDICATOR}
    if ours and any(place.item.item_type == ATTRIBUTE for place in placed):
        return {place.item.identifier: str(place.item.item_type) for place in placed}
    parents = {place.parent_identifier for place in placed}
    deepest = max((place.depth for place in placed), default=0)
    below = [place.item.full_statement for place in placed if place.depth == 1]
    long = sum(len(text) > SENTENCE for text in below)
    grouped = deepest >= 2 or (deepest == 1 and long * 2 < len(below))
    found = {}
    for place in placed:
        level = place.depth if grouped else place.depth + 1
        if level == 0 and place.item.identifier not in parents:
            level = 1  # a section of nothing is an attribute
        found[place.item.identifier] = (GROUPING, ATTRIBUTE, INDICATOR)[min(level, 2)]
    return found
