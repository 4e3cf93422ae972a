"""O*NET's Content Model Reference (XLSX, or CSV and tab-separated text) as a CASE package.

Element identifiers are the tree: "2.A.1.a" stands below "2.A.1". Only the model is read; the
tables by occupation are no framework. Source: onetcenter.org/database.html, CC BY 4.0.
"""

from collections.abc import Sequence
from typing import Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.loading import SIZE_LIMIT
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import Reading, read_package
from pog.standards.case.remarks import Remark
from pog.standards.sheets.cells import Sheet, read_sheets

NO_DATE: Final = "1970-01-01T00:00:00+00:00"
COLUMNS: Final = {"elementid", "elementname", "description"}
ADDRESS: Final = "https://www.onetcenter.org/content.html/"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


def is_content_model(sheets: Sequence[Sheet]) -> bool:
    """Whether this is the reference: the tables by occupation have more columns."""
    return any(set(sheet.head) - {""} == COLUMNS for sheet in sheets)


def read_content_model(source: bytes, name: str, *, size_limit: int = SIZE_LIMIT) -> Reading:
    """Every element, or `Unreadable` with a sentence that says what to do."""
    sheets = read_sheets(source, size_limit=size_limit)
    model = next((one for one in sheets if set(one.head) >= COLUMNS), None)
    if model is None:
        raise Unreadable(
            _("This is not the Content Model Reference of O*NET: it has no column %(names)s.",
              names="Element ID, Element Name, Description")
        )  # fmt: skip
    root = str(mint(NAMESPACE, "onet", "content model"))
    keys = {
        row["elementid"]: str(mint(NAMESPACE, "onet", row["elementid"]))
        for _number, row in model.rows
        if row.get("elementid") and row.get("elementname")
    }
    remarks = [
        Remark(_("Row %(row)s", row=number), _("This row has no statement and was left out."))
        for number, row in model.rows
        if row.get("elementid") not in keys
    ]
    rows = {row["elementid"]: row for _n, row in model.rows if row.get("elementid") in keys}
    items, ties, numbers = [], [], dict.fromkeys([root, *keys.values()], 0)
    names = {root: "O*NET Content Model"} | {keys[code]: rows[code]["elementname"] for code in keys}
    for code, row in rows.items():
        key, parent = keys[code], parent_of(code, keys, root)
        numbers[parent] += 1
        items.append(
            {
                "identifier": key,
                "uri": f"{ADDRESS}{code}",
                "humanCodingScheme": code,
                "abbreviatedStatement": row["elementname"],
                "fullStatement": row.get("description") or row["elementname"],
                "language": "en",
                "lastChangeDateTime": NO_DATE,
            }
        )
        ties.append(
            {
                "identifier": str(mint(NAMESPACE, "isChildOf", key, parent)),
                "uri": f"{ADDRESS}{code}#isChildOf",
                "associationType": "isChildOf",
                "sequenceNumber": numbers[parent],
                "originNodeURI": node(key, names, f"{ADDRESS}{code}"),
                "destinationNodeURI": node(parent, names, ADDRESS),
                "lastChangeDateTime": NO_DATE,
            }
        )
    package: JsonObject = {"CFDocument": document(root, name), "CFItems": items}
    reading = read_package({**package, "CFAssociations": ties}, size_limit=size_limit)
    return Reading(reading.package, [*remarks, *reading.warnings])


def parent_of(code: str, keys: dict[str, str], root: str) -> str:
    """The nearest element above that the file has."""
    while "." in code:
        code = code.rpartition(".")[0]
        if code in keys:
            return keys[code]
    return root


def node(key: str, names: dict[str, str], address: str) -> JsonObject:
    return {"title": names[key], "identifier": key, "uri": address}


def document(root: str, name: str) -> JsonObject:
    return {
        "identifier": root,
        "uri": ADDRESS,
        "title": "O*NET Content Model",
        "creator": "U.S. Department of Labor, Employment and Training Administration",
        "publisher": "U.S. Department of Labor, Employment and Training Administration",
        "officialSourceURL": "https://www.onetcenter.org/content.html",
        "language": "en",
        "notes": f"Read from {name}" if name else None,
        "lastChangeDateTime": NO_DATE,
        "licenseURI": {
            "title": "CC BY 4.0",
            "identifier": str(mint(NAMESPACE, "licence", LICENCE)),
            "uri": LICENCE,
        },
    }
