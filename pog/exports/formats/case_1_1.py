"""CASE 1.1: a profile as a package of a document, items and associations."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from pog.core.database import Json
from pog.core.i18n import _, _l, _n, name_of
from pog.exports.case_definitions import (
    ATTRIBUTE,
    GROUPING,
    INDICATOR,
    Definer,
    item_type_id,
    link_to,
)
from pog.exports.formats.interface import Format, Made
from pog.exports.grades import grades_of
from pog.exports.languages import Thing, language_of
from pog.exports.portrait import Alignment, Attribute, Indicator, Portrait
from pog.frameworks.licensing import FULL, attribution
from pog.standards.case.formats import is_uri
from pog.standards.case.minting import mint
from pog.standards.case.model import (
    Association,
    CFPackage,
    Document,
    Item,
    Link,
    Node,
)
from pog.standards.case.relations import extensions_for, losses_of, spelling
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import NOTES
from pog.standards.case.sources import Source, source_of
from pog.standards.case.translating import OUTDATED, TRANSLATIONS
from pog.standards.case.writing import Writing

STATUS: Final = {
    "drafting": "Draft",
    "proposed": "Pending Implementation",
    "adopted": "Implemented",
    "retired": "Retired",
}


DOCUMENT_FIELDS: Final = {
    "title": ("title",),
    "core_statement": ("description",),
    "context_note": ("notes",),
    "usage_rules": ("usageRules",),
}
STATED: Final = {"name": ("abbreviatedStatement",), "statement": ("fullStatement",)}
ONLY_NAMED: Final = {"name": ("abbreviatedStatement", "fullStatement")}
"""Without a statement the name is both."""


def make(portrait: Portrait) -> Made:
    """The package as a file, with everything that is not in it as it is here."""
    made = make_framework(package_of(portrait), portrait.at)
    return Made(made.content, (*losses_in(portrait), *made.losses))


def make_framework(package: CFPackage, at: datetime) -> Made:
    writing = write_framework(source_of(package), at)
    content = "".join(writing.text()).encode()
    return Made(content, tuple(writing.losses()))


def write_framework(source: Source, at: datetime) -> Writing:
    return Writing(source, "1.1", now=at)


def package_of(portrait: Portrait) -> CFPackage:
    """The profile in CASE's words."""
    return _Writer(portrait).package()


class _Writer:
    def __init__(self, portrait: Portrait) -> None:
        self.portrait = portrait
        self.at = portrait.at.isoformat()
        self.defined = Definer(portrait)
        self.names = portrait.names
        self.indicators: dict[uuid.UUID | None, Indicator] = {
            one.id: one for attribute in portrait.attributes for one in attribute.indicators
        }

    def package(self) -> CFPackage:
        return CFPackage(
            document=self.document(),
            items=tuple(self.items()),
            associations=(*self.tree(), *self.lineage(), *self.alignments()),
            definitions=self.defined.definitions(),
        )

    def document(self) -> Document:
        portrait = self.portrait
        notes: Json = {
            "label": portrait.label,
            "kind": portrait.kind,
            "level": portrait.level,
            "purposes": list(portrait.purposes),
            "contentHash": portrait.content_hash,
        }
        if portrait.upstream:
            notes["upstream"] = portrait.upstream
        if portrait.qualifications:
            notes["qualifications"] = list(portrait.qualifications)
        return Document(
            identifier=str(portrait.id),
            uri=portrait.uri(portrait.id),
            changed_at=self.at,
            case_version="1.1",
            creator=portrait.issuer or portrait.title,
            publisher=portrait.issuer or None,
            title=portrait.title,
            description=portrait.core_statement or None,
            official_source_url=portrait.address if portrait.edition else None,
            subject=tuple(one.title for one in self.defined.subjects()),
            subject_uri=tuple(link_to(one) for one in self.defined.subjects()),
            language=portrait.language,
            version=str(portrait.edition) if portrait.edition else "draft",
            adoption_status=STATUS.get(portrait.state or ""),
            status_start_date=date.isoformat(portrait.at.date()) if portrait.edition else None,
            license_uri=self.defined.license_link(),
            notes=portrait.context_note or None,
            extensions={
                NOTES: {"profile": notes, **translated(portrait, DOCUMENT_FIELDS)},
            },
        )

    def item(
        self,
        key: uuid.UUID,
        kind: str,
        statement: str,
        language: str,
        said: Json,
        extensions: Json | None = None,
        **more: object,
    ) -> Item:
        """`said` are its translations; they and its level stand in our notes."""
        type_id = item_type_id(kind)
        extensions = extensions or {}
        if said:
            extensions[NOTES] = extensions.get(NOTES, {}) | said
        return Item(
            identifier=str(key),
            uri=self.portrait.uri(key),
            changed_at=self.at,
            full_statement=statement,
            item_type=kind,
            item_type_uri=Link(title=kind, identifier=str(type_id), uri=self.portrait.uri(type_id)),
            language=language,
            extensions=extensions,
            **more,  # type: ignore[arg-type]  # fields of an item, by name
        )

    def items(self) -> Iterator[Item]:
        for grouping in self.portrait.groupings:
            if grouping.id is not None:
                yield self.item(
                    grouping.id,
                    GROUPING,
                    grouping.name or GROUPING,
                    language_of(self.portrait, grouping, "name"),
                    translated(grouping, {"name": ("fullStatement",)}),
                )
            for attribute in grouping.attributes:
                yield self.attribute(attribute)
                for indicator in attribute.indicators:
                    yield self.indicator(indicator)

    def attribute(self, attribute: Attribute) -> Item:
        extensions: Json = {}
        if attribute.source is not None:
            extensions["sourceItemIdentifier"] = str(attribute.source.id)
            extensions["sourceItemURI"] = self.portrait.uri(attribute.source.id)
        return self.item(
            attribute.id,
            ATTRIBUTE,
            attribute.statement or attribute.name,
            language_of(self.portrait, attribute, "statement" if attribute.statement else "name"),
            translated(attribute, STATED if attribute.statement else ONLY_NAMED),
            abbreviated_statement=attribute.name,
            human_coding_scheme=attribute.code or None,
            extensions=extensions,
        )

    def indicator(self, indicator: Indicator) -> Item:
        extensions: Json = {NOTES: {"level": indicator.level}} if indicator.level else {}
        return self.item(
            indicator.id,
            INDICATOR,
            indicator.text,
            language_of(self.portrait, indicator, "text"),
            translated(indicator, {"text": ("fullStatement",)}),
            education_level=grades_of(indicator.level),
            extensions=extensions,
        )

    # -------------------------------------------------------------- associations

    def tree(self) -> Iterator[Association]:
        portrait = self.portrait
        root = self.node(portrait.id, portrait.title)
        top = 0
        for grouping in portrait.groupings:
            parent = root
            if grouping.id is not None:
                top += 1
                parent = self.node(grouping.id, grouping.name or GROUPING)
                yield self.child(parent, root, top)
            for place, attribute in enumerate(grouping.attributes, start=1):
                if grouping.id is None:
                    top += 1
                here = self.node(attribute.id, attribute.name)
                yield self.child(here, parent, place if grouping.id else top)
                for number, indicator in enumerate(attribute.indicators, start=1):
                    yield self.child(self.node(indicator.id, indicator.text), here, number)

    def node(self, key: uuid.UUID, title: str) -> Node:
        return Node(
            title=title, identifier=str(key), uri=self.portrait.uri(key), target_type="CASE"
        )

    def child(self, child: Node, parent: Node, number: int) -> Association:
        key = mint(self.portrait.id, "isChildOf", child.identifier, parent.identifier)
        return Association(
            identifier=str(key),
            uri=self.portrait.uri(key),
            changed_at=self.at,
            association_type="isChildOf",
            sequence_number=number,
            origin=child,
            destination=parent,
        )

    def lineage(self) -> Iterator[Association]:
        """A clone that still says the same is an exact match of its source; else it is related."""
        for attribute in self.portrait.attributes:
            source = attribute.source
            if source is None:
                continue
            key = mint(self.portrait.id, "source", attribute.id, source.id)
            yield Association(
                identifier=str(key),
                uri=self.portrait.uri(key),
                changed_at=self.at,
                association_type="exactMatchOf" if source.unchanged else "isRelatedTo",
                origin=self.node(attribute.id, attribute.name),
                destination=self.node(source.id, source.name),
                extensions={NOTES: {"lineage": "kept" if source.unchanged else "reworded"}},
            )

    def alignments(self) -> Iterator[Association]:
        for alignment in self.portrait.alignments:
            here = self.subject(alignment)
            there = self.target(alignment)
            spelled = spelling(alignment.relation)
            extensions = extensions_for(alignment.relation)
            extensions[NOTES] |= {
                "state": alignment.state,
                "target": alignment.target,
                **self.more_of(alignment),
            }
            yield Association(
                identifier=str(alignment.id),
                uri=self.portrait.uri(alignment.id),
                changed_at=self.at,
                association_type=spelled.association_type,
                origin=there if spelled.swapped else here,
                destination=here if spelled.swapped else there,
                grouping_uri=self.defined.grouping_link(alignment),
                notes=alignment.reason or None,
                extensions=extensions,
            )

    def subject(self, alignment: Alignment) -> Node:
        """The indicator that is aligned, if it is still there; else its attribute."""
        indicator = self.indicators.get(alignment.indicator_id)
        if indicator is not None:
            return self.node(indicator.id, indicator.text)
        return self.node(alignment.attribute_id, self.names[alignment.attribute_id])

    def more_of(self, alignment: Alignment) -> Json:
        """What CASE has no field for."""
        said = {"evidence": alignment.evidence, "evidenceURL": alignment.evidence_url}
        if alignment.indicator_id not in self.indicators:
            said["indicator"] = alignment.indicator
        return {name: words for name, words in said.items() if words}

    def target(self, alignment: Alignment) -> Node:
        """The competency elsewhere, by its real name, as far as its rule lets it travel."""
        target, framework = alignment.target, alignment.framework
        key = str(target.get("competency_id") or target.get("identifier") or alignment.id)
        uri = str(target.get("uri") or "")
        if not is_uri(uri):
            uri = self.portrait.uri(key)
        title = target.get("name") or framework.get("title") or target.get("code")
        identifier = str(target.get("identifier") or key)
        is_case = identifier != key or bool(target.get("uri"))
        if framework.get("redistribution") == "link_only":
            title = framework.get("title") or title
            link = str(framework.get("url") or "")
            uri = link if is_uri(link) else uri
        return Node(
            title=str(title or "Competency"),
            identifier=identifier,
            uri=uri,
            target_type="CASE" if is_case else "ext:competency",
        )


def translated(thing: Thing, fields: Mapping[str, tuple[str, ...]]) -> Json:
    """Its translations under CASE's names of the fields; nothing when it has none."""
    found: Json = {}
    for name, said in ((TRANSLATIONS, thing.translations), (OUTDATED, thing.outdated)):
        for language, words in said.items():
            for field, names in fields.items():
                if words.get(field):
                    under = found.setdefault(name, {}).setdefault(language, {})
                    under.update(dict.fromkeys(names, words[field]))
    return found


# ------------------------------------------------------------------ what is not in it


def losses_without_notes(portrait: Portrait) -> list[Loss]:
    """What a reader of a format gets even less of that has no place for notes of ours."""
    losses = losses_in(portrait)
    evidence = sum(bool(a.evidence or a.evidence_url) for a in portrait.alignments)
    if evidence:
        losses.append(
            Loss(
                "evidence",
                _n(
                    "The evidence of %(num)s alignment is not in the file.",
                    "The evidence of %(num)s alignments is not in the file.",
                    evidence,
                ),
                evidence,
            )
        )
    if portrait.qualifications:
        number = len(portrait.qualifications)
        losses.append(
            Loss(
                "qualifications",
                _n(
                    "%(num)s qualification is not in the file.",
                    "%(num)s qualifications are not in the file.",
                    number,
                ),
                number,
            )
        )
    levels = sum(bool(i.level) for a in portrait.attributes for i in a.indicators)
    if levels:
        losses.append(
            Loss(
                "levels",
                _n(
                    "The level of %(num)s indicator is in the file only as far as it names grades.",
                    "The levels of %(num)s indicators are in the file only as far as they name "
                    "grades.",
                    levels,
                ),
                levels,
            )
        )
    return losses


def losses_in(portrait: Portrait) -> list[Loss]:
    """What a reader of the file does not get."""
    losses = list(losses_of((a.relation for a in portrait.alignments), "1.1"))
    held = [a for a in portrait.alignments if a.framework.get("redistribution") not in FULL]
    if held:
        losses.append(
            Loss(
                "names_only",
                _n(
                    "%(num)s competency elsewhere travels with no more than its licence lets pass: "
                    "its name and code, or a link.",
                    "%(num)s competencies elsewhere travel with no more than their licence lets "
                    "pass: their names and codes, or a link.",
                    len(held),
                ),
                len(held),
                tuple(sorted({attribution(a.framework) for a in held})),
            )
        )
    losses.append(
        Loss(
            "no_record",
            _("CASE has no place for revisions, comments, votes and attendance. The workbook has."),
        )
    )
    return losses


def one_language_in(portrait: Portrait) -> list[Loss]:
    """For formats that have no place for translations beside the words."""
    others = portrait.languages[1:]
    if not others:
        return []
    message = _(
        "This file has one language. Export it again for each other one, such as %(other)s.",
        other=name_of(next(one for one in portrait.languages if one != portrait.language)),
    )
    return [Loss("one_language", message, len(others))]


CASE_1_1 = Format(
    name="case-1.1",
    label=_l("CASE 1.1 file"),
    contains=_l(
        "Groupings, attributes, indicators and alignments in the format that curriculum and "
        "learning systems read (JSON)."
    ),
    ending="case.json",
    mimetype="application/json",
    make=make,
    make_framework=make_framework,
    write_framework=write_framework,
)

__all__ = [
    "CASE_1_1",
    "grades_of",
    "item_type_id",
    "losses_in",
    "losses_without_notes",
    "one_language_in",
    "package_of",
]
