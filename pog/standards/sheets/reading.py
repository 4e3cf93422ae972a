"""A spreadsheet as the CASE package it amounts to; the reader of CASE takes it from there.

Three layouts are known, as existing tools write them: the sheets "CF Doc", "CF Item" and
"CF Association"; one list with a row for each statement; and one with a column for each level.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.loading import SIZE_LIMIT
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import Reading, read_package
from pog.standards.case.remarks import Remark
from pog.standards.sheets.cells import Row, Sheet, column_name, read_sheets

NO_DATE: Final = "1970-01-01T00:00:00+00:00"
SEVERAL: Final = re.compile(r"\s*[|;]\s*")
TYPES: Final[dict[str, str]] = {
    column_name(name): name
    for name in (
        "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo",
        "replacedBy", "exemplar", "hasSkillLevel", "isTranslationOf",
    )
}  # fmt: skip
TYPES["isexactmatchof"] = "exactMatchOf"
ITEM_COLUMNS: Final = {
    "fullStatement": ("fullstatement", "statement", "text", "description"),
    "humanCodingScheme": ("humancodingscheme", "code", "notation"),
    "abbreviatedStatement": ("abbreviatedstatement", "name", "label"),
    "listEnumeration": ("listenumeration",),
    "notes": ("notes",),
    "language": ("language",),
    "CFItemType": ("cfitemtype", "type"),
}
DOCUMENT_COLUMNS: Final = (
    "creator", "title", "officialSourceURL", "publisher", "description", "language", "version",
    "adoptionStatus", "notes",
)  # fmt: skip
LEVEL: Final = re.compile(r"level(\d{1,2})$")


def is_framework(sheets: Sequence[Sheet]) -> bool:
    """Whether a reader of this module would take it."""
    names = {column_name(sheet.name) for sheet in sheets}
    heads = [set(sheet.head) for sheet in sheets]
    return "cfitem" in names or any(
        head & set(ITEM_COLUMNS["fullStatement"]) or any(map(LEVEL.match, head)) for head in heads
    )


def read_framework_sheets(source: bytes, name: str, *, size_limit: int = SIZE_LIMIT) -> Reading:
    """The framework in a CSV or XLSX file; `name` is its title where the file has none."""
    sheets = read_sheets(source, size_limit=size_limit)
    by_name = {column_name(sheet.name): sheet for sheet in sheets}
    remarks: list[Remark] = []
    if "cfitem" in by_name:
        package = _ThreeSheets(by_name, name, remarks).package()
    else:
        package = _one_list(sheets, name, remarks).package()
    reading = read_package(package, size_limit=size_limit)
    return Reading(reading.package, [*remarks, *reading.warnings])


class _Reader:
    """Collects items and associations, row by row."""

    def __init__(self, document: Row, name: str, remarks: list[Remark]) -> None:
        self.remarks = remarks
        self.title = document.get("title") or name
        self.key = as_uuid(document.get("identifier", ""), "document", self.title)
        self.document = document
        self.items: dict[str, JsonObject] = {}
        self.by_code: dict[str, str] = {}
        self.associations: list[JsonObject] = []
        self.parents: dict[str, str] = {}
        self.order: defaultdict[str, int] = defaultdict(int)

    def say(self, number: int, message: str) -> None:
        self.remarks.append(Remark(_("Row %(row)s", row=number), message))

    def package(self) -> JsonObject:
        for key in self.items:
            if key not in self.parents:
                self.below(key, self.key)
        return {
            "CFDocument": self.root(),
            "CFItems": list(self.items.values()),
            "CFAssociations": self.associations,
        }

    def root(self) -> JsonObject:
        said = {
            name: text
            for name in DOCUMENT_COLUMNS
            if (text := self.document.get(column_name(name)))
        }
        licence = self.document.get("licensetitle")
        return {
            **said,
            "identifier": self.key,
            "uri": f"urn:uuid:{self.key}",
            "title": self.title,
            "creator": said.get("creator") or said.get("publisher") or self.title,
            "lastChangeDateTime": moment(self.document.get("lastchangedate", "")),
            **many("subject", self.document.get("subject", "")),
            **(link("licenseURI", licence) if licence else {}),
        }

    def add(self, row: Row, number: int) -> str | None:
        said = {
            name: row[found]
            for name, columns in ITEM_COLUMNS.items()
            if (found := next((one for one in columns if row.get(one)), None))
        }
        said.setdefault("fullStatement", said.get("abbreviatedStatement", ""))
        if not said["fullStatement"]:
            self.say(number, _("This row has no statement and was left out."))
            return None
        code = said.get("humanCodingScheme", "")
        key = as_uuid(row.get("identifier", ""), self.key, code, said["fullStatement"])
        if key in self.items:
            self.say(number, _("This row repeats another one and was left out."))
            return None
        self.items[key] = {
            **said,
            "identifier": key,
            "uri": f"urn:uuid:{key}",
            "lastChangeDateTime": moment(self.document.get("lastchangedate", "")),
            **many("conceptKeywords", row.get("conceptkeywords", "")),
            **many("educationLevel", row.get("educationlevel", "").replace(",", "|")),
            **(link("licenseURI", row["license"]) if row.get("license") else {}),
        }
        for name in (code, row.get("identifier", "")):
            if name:
                self.by_code.setdefault(name, key)
        return key

    def node(self, key: str) -> JsonObject:
        if key == self.key:
            return {"title": self.title, "identifier": key, "uri": f"urn:uuid:{key}"}
        item = self.items.get(key)
        if item is None:
            address = key if ":" in key else f"urn:pog:{column_name(key) or 'elsewhere'}"
            return {"title": key, "identifier": key, "uri": address}
        title = item.get("abbreviatedStatement") or item["fullStatement"]
        return {"title": title, "identifier": key, "uri": item["uri"]}

    def tie(self, kind: str, one: str, other: str, **more: object) -> None:
        key = str(more.pop("identifier", None) or mint(NAMESPACE, kind, self.key, one, other))
        self.associations.append(
            {
                "identifier": key,
                "uri": f"urn:uuid:{key}",
                "associationType": kind,
                "originNodeURI": self.node(one),
                "destinationNodeURI": self.node(other),
                "lastChangeDateTime": moment(self.document.get("lastchangedate", "")),
                **more,
            }
        )

    def below(self, key: str, parent: str, **more: object) -> None:
        """Put an item below another; the first place counts."""
        if key in self.parents or key == parent:
            return
        self.parents[key] = parent
        self.order[parent] += 1
        self.tie("isChildOf", key, parent, sequenceNumber=self.order[parent], **more)

    def found(self, name: str) -> str:
        """The item with this code or identifier, or the name itself: it may lie elsewhere."""
        return self.by_code.get(name, self.key if name == self.key else name)


def _one_list(sheets: Sequence[Sheet], name: str, remarks: list[Remark]) -> _Reader:
    """One row for each statement: by "Is Child Of", by codes, or by the column it stands in."""
    for sheet in sheets:
        if levels := sorted((one for one in sheet.head if LEVEL.match(one)), key=level_of):
            return _by_levels(sheet, levels, _Reader({}, name, remarks))
        if set(sheet.head) & set(ITEM_COLUMNS["fullStatement"]):
            return _by_rows(sheet, _Reader({}, name, remarks))
    raise Unreadable(_("This table has no column called %(names)s.", names="fullStatement"))


def level_of(column: str) -> int:
    found = LEVEL.match(column)
    return int(found[1]) if found else 0


def _by_levels(sheet: Sheet, levels: list[str], reader: _Reader) -> _Reader:
    """The statement stands in the column of its level; what is left empty is as above."""
    path: dict[str, str] = {}
    for number, row in sheet.rows:
        filled = [one for one in levels if row.get(one)]
        if not filled:
            reader.say(number, _("This row has no statement and was left out."))
            continue
        for level in filled:
            if row[level] == path.get(level) and level != filled[-1]:
                continue
            path = {one: text for one, text in path.items() if level_of(one) < level_of(level)}
            above = [path[one] for one in levels if one in path]
            own = row if level == filled[-1] else {}
            cells = {name: text for name, text in own.items() if not LEVEL.match(name)}
            place = "\n".join([*above, row[level]])
            cells.setdefault("identifier", str(mint(NAMESPACE, "level", reader.key, place)))
            key = reader.add({**cells, "fullstatement": row[level]}, number)
            path[level] = row[level]
            if key is not None and above:
                reader.below(key, _key_at(reader, above))
            elif key is not None:
                reader.below(key, reader.key)
    return reader


def _key_at(reader: _Reader, path: list[str]) -> str:
    place = str(mint(NAMESPACE, "level", reader.key, "\n".join(path)))
    return reader.by_code.get(place, reader.key)


def _by_rows(sheet: Sheet, reader: _Reader) -> _Reader:
    added = [(reader.add(row, number), row, number) for number, row in sheet.rows]
    kept = [(key, row, number) for key, row, number in added if key is not None]
    named = any(row.get("ischildof") for _key, row, _number in kept)
    levelled = "level" in sheet.head and not named
    above: dict[int, str] = {}
    for key, row, number in sorted(kept, key=_sequence) if named else kept:
        if levelled:
            depth = int(row["level"]) if row.get("level", "").isdigit() else 1
            nearest = max((one for one in above if one < depth), default=None)
            reader.below(key, reader.key if nearest is None else above[nearest])
            above = {one: k for one, k in above.items() if one < depth} | {depth: key}
        elif row.get("ischildof"):
            parent = reader.found(row["ischildof"])
            if parent not in reader.items and parent != reader.key:
                reader.say(number, _("No row has the code “%(name)s”.", name=row["ischildof"]))
                parent = reader.key
            reader.below(key, parent)
        else:
            code = reader.items[key].get("humanCodingScheme", "")
            reader.below(key, (None if named else _by_code(reader, code)) or reader.key)
    for key, row, _number in kept:
        for column, kind in TYPES.items():
            if kind == "isChildOf":
                continue
            for name in filter(None, SEVERAL.split(row.get(column, ""))):
                reader.tie(kind, key, reader.found(name))
    return reader


def _sequence(entry: tuple[str, Row, int]) -> tuple[int, int]:
    _key, row, number = entry
    given = row.get("sequencenumber", "")
    return (int(given) if given.isdigit() else 0, number)


def _by_code(reader: _Reader, code: str) -> str | None:
    """The longest shorter code there is: "A.B.1" stands below "A.B"."""
    while "." in code:
        code = code.rpartition(".")[0]
        if code in reader.by_code:
            return reader.by_code[code]
    return None


class _ThreeSheets(_Reader):
    def __init__(self, sheets: dict[str, Sheet], name: str, remarks: list[Remark]) -> None:
        rows = sheets["cfdoc"].rows if "cfdoc" in sheets else ()
        super().__init__(dict(rows[0][1]) if rows else {}, name, remarks)
        smart: dict[str, str] = {}
        for number, row in sheets["cfitem"].rows:
            key = self.add(row, number)
            if key is not None and row.get("smartlevel"):
                smart[row["smartlevel"]] = key
        ties = sheets["cfassociation"].rows if "cfassociation" in sheets else ()
        for number, row in ties:
            self.association(row, number)
        # Both may tell the tree; the associations count where they do.
        for level, key in smart.items():
            parent = smart.get(level.rpartition(".")[0])
            self.below(key, parent or self.key)

    def association(self, row: Row, number: int) -> None:
        ends = [
            row.get(f"{end}nodeidentifier") or row.get(f"{end}nodehumancodingscheme", "")
            for end in ("origin", "destination")
        ]
        said = row.get("associationtype", "")
        kind = TYPES.get(column_name(said)) or (said if said.startswith("ext:") else "")
        if not kind or not all(ends):
            self.say(number, _("This association is not complete and was left out."))
            return
        one, other = (self.found(end) for end in ends)
        if kind == "isChildOf" and one in self.items:
            self.below(one, other, **known_id(row))
        else:
            self.tie(kind, one, other, **known_id(row), **self.group(row))

    def group(self, row: Row) -> JsonObject:
        name = row.get("associationgroupname")
        return (
            link("CFAssociationGroupingURI", name, row.get("associationgroupidentifier"))
            if name
            else {}
        )


def known_id(row: Row) -> JsonObject:
    return {"identifier": row["identifier"]} if row.get("identifier") else {}


def as_uuid(given: str, *parts: str) -> str:
    """The identifier when it is a UUID; else one that is the same each time."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(mint(NAMESPACE, "sheet", *((given,) if given else parts)))


def moment(text: str) -> str:
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?(.*)$", text)
    if not found:
        return NO_DATE
    zone = found[3] if re.match(r"^(\.\d+)?(Z|[+-]\d{2}:\d{2})$", found[3]) else "+00:00"
    return f"{found[1]}T{found[2] or '00:00:00'}{zone}"


def many(name: str, text: str) -> JsonObject:
    found = [one for one in re.split(r"\s*[|;,]\s*" if name == "subject" else SEVERAL, text) if one]
    return {name: found} if found else {}


def link(name: str, title: str, identifier: str | None = None) -> JsonObject:
    key = as_uuid(identifier or "", name, title)
    return {name: {"title": title, "identifier": key, "uri": f"urn:uuid:{key}"}}
