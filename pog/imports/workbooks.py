"""Our own workbook of a profile as the CASE package it amounts to."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pog.alignments.wording import RELATION_WORDS
from pog.core.database import Json
from pog.core.errors import Unreadable
from pog.core.i18n import LANGUAGES, _, force_locale
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import Reading, read_package
from pog.standards.case.relations import extensions_for, spelling
from pog.standards.case.remarks import Remark
from pog.standards.case.remembering import NOTES
from pog.standards.sheets.cells import Row, Sheet, column_name, read_sheets
from pog.standards.sheets.reading import NO_DATE, as_uuid, link

NEEDED: Final = ("profile", "attributes")


def read_workbook(source: bytes, size_limit: int) -> Reading:
    """The profile in a workbook that was exported from here, as people may have changed it."""
    sheets = {
        column_name(sheet.name): sheet for sheet in read_sheets(source, size_limit=size_limit)
    }
    if not all(name in sheets for name in NEEDED):
        raise Unreadable(
            _("This is not the workbook of a profile: it has no sheets “Profile” and “Attributes”.")
        )
    book = _Book(sheets)
    reading = read_package(book.package(), size_limit=size_limit)
    return Reading(reading.package, [*book.remarks, *reading.warnings])


class _Book:
    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets
        self.remarks: list[Remark] = []
        self.said = {
            column_name(row.get("field", "")): row.get("value", "")
            for _number, row in self.rows("profile")
        }
        self.key = as_uuid(self.said.get("identifier", ""), "profile", self.said.get("title", ""))
        self.items: list[Json] = []
        self.links: list[Json] = []
        self.by_name: dict[str, str] = {}
        self.relations = words_of(RELATION_WORDS)

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        if name in self.sheets:
            yield from self.sheets[name].rows

    def remark(self, sheet: str, number: int, message: str) -> None:
        self.remarks.append(Remark(_("%(sheet)s, row %(row)s", sheet=sheet, row=number), message))

    def package(self) -> Json:
        self.attributes()
        self.indicators()
        self.alignments()
        rules = self.said.get("usagerules")
        licence = link("licenseURI", "Usage rules") if rules else {}
        document = self.document() | licence
        found: Json = {
            "CFDocument": document,
            "CFItems": self.items,
            "CFAssociations": self.links,
        }
        if rules:
            found["CFDefinitions"] = {
                "CFLicenses": [
                    {**licence["licenseURI"], "licenseText": rules, "lastChangeDateTime": NO_DATE}
                ]
            }
        return found

    def document(self) -> Json:
        said = self.said
        purposes = [one for one in said.get("purposes", "").split(", ") if one]
        profile: Json = {
            "label": said.get("label", ""),
            "kind": said.get("kind", ""),
            "level": said.get("level", ""),
            "purposes": purposes,
            "qualifications": list(self.qualifications()),
        }
        return {
            "identifier": self.key,
            "uri": f"urn:uuid:{self.key}",
            "title": said.get("title") or _("Imported profile"),
            "creator": said.get("issuer") or said.get("title") or _("Imported profile"),
            "description": said.get("corestatement", ""),
            "notes": said.get("aboutthisplace", ""),
            "language": said.get("language", "en"),
            "lastChangeDateTime": NO_DATE,
            "extensions": {NOTES: {"profile": profile}},
        }

    def item(self, key: str, kind: str, statement: str, **more: Any) -> None:  # fields of an item
        self.items.append(
            {
                "identifier": key,
                "uri": f"urn:uuid:{key}",
                "fullStatement": statement,
                "CFItemType": kind,
                "lastChangeDateTime": NO_DATE,
                **{name: value for name, value in more.items() if value},
            }
        )

    def tie(self, kind: str, one: str, other: str, **more: Any) -> None:  # of an association
        key = str(mint(NAMESPACE, "workbook", self.key, kind, one, other))
        self.links.append(
            {
                "identifier": key,
                "uri": f"urn:uuid:{key}",
                "associationType": kind,
                "originNodeURI": node(one),
                "destinationNodeURI": node(other),
                "lastChangeDateTime": NO_DATE,
                **more,
            }
        )

    def attributes(self) -> None:
        groupings: dict[str, str] = {}
        for number, row in self.rows("attributes"):
            above, name = self.key, row.get("name", "")
            if grouping := row.get("grouping"):
                if grouping not in groupings:
                    groupings[grouping] = str(mint(NAMESPACE, "grouping", self.key, grouping))
                    self.item(groupings[grouping], "Grouping", grouping)
                    self.tie("isChildOf", groupings[grouping], self.key, sequenceNumber=number)
                above = groupings[grouping]
            if not name:
                if not grouping:
                    self.remark("Attributes", number, _("This row has no name and was left out."))
                continue
            key = as_uuid(row.get("identifier", ""), "attribute", self.key, name)
            if name in self.by_name:
                self.remark(
                    "Attributes", number, _("This row repeats another one and was left out.")
                )
                continue
            self.by_name[name] = key
            self.item(
                key,
                "Attribute",
                row.get("statement") or name,
                abbreviatedStatement=name,
                humanCodingScheme=row.get("code"),
            )
            self.tie("isChildOf", key, above, sequenceNumber=number)

    def indicators(self) -> None:
        for number, row in self.rows("indicators"):
            above, text = self.by_name.get(row.get("attribute", "")), row.get("indicator", "")
            if above is None or not text:
                self.remark("Indicators", number, _("This row names no attribute that is here."))
                continue
            level = row.get("level", "")
            key = as_uuid(row.get("identifier", ""), "indicator", above, level, text)
            more = {"extensions": {NOTES: {"level": level}}} if level else {}
            self.item(key, "Indicator", text, **more)
            self.tie("isChildOf", key, above, sequenceNumber=number)

    def alignments(self) -> None:
        known = {item["identifier"] for item in self.items}
        for number, row in self.rows("alignments"):
            subject = self.by_name.get(row.get("attribute", ""))
            indicator = row.get("indicatoridentifier", "")
            subject = indicator if indicator in known else subject
            relation = self.relations.get(row.get("relation", "").casefold())
            target = row.get("competencyidentifier") or row.get("address")
            if subject is None or relation is None or not target:
                self.remark(
                    "Alignments",
                    number,
                    _("This row does not say what is aligned to what, and how."),
                )
                continue
            spelled = spelling(relation)
            ends = (target, subject) if spelled.swapped else (subject, target)
            extensions = extensions_for(relation)
            extensions[NOTES] |= {
                "evidence": row.get("evidence", ""),
                "evidenceURL": row.get("evidenceaddress", ""),
            }
            reason = {"notes": row["reason"]} if row.get("reason") else {}
            self.tie(spelled.association_type, *ends, extensions=extensions, **reason)

    def qualifications(self) -> Iterator[Json]:
        for _number, row in self.rows("qualifications"):
            yield {
                "name": row.get("name", ""),
                "kind": row.get("kind", ""),
                "issuer": row.get("issuer", ""),
                "url": row.get("address", ""),
                "for_students": row.get("forstudents", ""),
                "for_institutions": row.get("forinstitutions", ""),
                "for_employers": row.get("foremployers", ""),
                "level_note": row.get("why", ""),
                "levels": row.get("levelidentifiers", "").split(),
                "vouches": [
                    {"attribute_id": self.by_name[name], "extent": extent}
                    for extent in ("wholly", "partly")
                    for name in row.get(f"vouches{extent}for", "").splitlines()
                    if name in self.by_name
                ],
            }


def node(key: str) -> Json:
    address = key if ":" in key else f"urn:uuid:{key}"
    return {"title": key, "identifier": key, "uri": address}


def words_of(words: Mapping[str, object]) -> dict[str, str]:
    """What each word means, whichever of our languages it is in."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {str(word).casefold(): key for key, word in words.items()}
    return found
