"""What single cells of the Knowledge Graph say."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.remarks import Remark
from pog.standards.learning_commons.tables import Cells

NOTES: Final = "learningCommons"
"""In `extensions`: what the files say and CASE has no field for, under the names of the columns."""
_LICENCES: Final = (
    (re.compile(r"creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)"), "CC {} {}"),
    (re.compile(r"creativecommons\.org/public-?domain/(zero|cc0)/?([0-9.]*)"), "CC0 {1}"),
)
_EARLY: Final = {"PK": -1, "K": 0}
_UNGRADED: Final = 99


def grades_in(text: str, where: str, remarks: list[Remark]) -> list[str]:
    """The grades of a cell: a JSON list; a plain word is taken as it is."""
    if not text:
        return []
    try:
        found: Any = json.loads(text)  # JSON
    except (ValueError, RecursionError) as error:
        if text[0] in "[{":
            raise Unreadable(
                _(
                    "%(where)s: gradeLevel is “%(text)s”, which is no list in JSON such as "
                    "%(list)s. Correct the cell and try again.",
                    where=where,
                    text=text[:60],
                    list='["9","10"]',
                )
            ) from error
        found = [one for one in re.split(r"\s*[,;|]\s*", text) if one]
    if not isinstance(found, list):
        found = [found]
    levels = [str(one).strip() for one in found if isinstance(one, str | int) and str(one).strip()]
    if text[0] != "[":
        message = _("gradeLevel is no list in JSON; read as %(grades)s.", grades=", ".join(levels))
        remarks.append(Remark(where, message))
    return levels


def order_of(levels: Collection[str], code: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """By the first grade, then by code: "6.2" comes before "6.10"."""
    ranks = [int(one) if one.isdecimal() else _EARLY.get(one.upper(), _UNGRADED) for one in levels]
    parts = tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d{1,9})", code)
        if part
    )
    return min(ranks, default=_UNGRADED), parts


def licence_link(text: str | None) -> JsonObject | None:
    if not text:
        return None
    title = text
    for pattern, form in _LICENCES:
        if found := pattern.search(text.casefold()):
            title = form.format(*(part.upper() for part in found.groups())).strip()
    is_address = text.startswith(("https://", "http://"))
    key = str(mint(NAMESPACE, "licence", text))
    return {"title": title, "identifier": key, "uri": text if is_address else f"urn:uuid:{key}"}


def address_of(cells: Cells, key: str) -> str:
    said = cells.get("caseIdentifierURI", "")
    return said if said.startswith(("https://", "http://", "urn:")) else f"urn:uuid:{key}"


def left_over(cells: Cells, used: Collection[str], shared: Mapping[str, str]) -> JsonObject:
    """`extensions` with the cells that no field took and the framework does not say as well."""
    rest = {
        name: text for name, text in cells.items() if name not in used and shared.get(name) != text
    }
    return {"extensions": {NOTES: rest}} if rest else {}


def kept(said: JsonObject) -> JsonObject:
    return {name: value for name, value in said.items() if value}
