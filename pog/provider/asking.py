"""What a reader of /CFDocuments asks for: filter, order, page and fields."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pog.standards.case.fields import KINDS, JsonObject
from pog.standards.case.formats import moment

MOST: Final = 1_000
"""The longest page that is sent; a reader that asks for no length gets this."""
FIELDS: Final = frozenset(rule.name for rule in KINDS["CFDocument"]) | {"CFPackageURI"}
_CLAUSE: Final = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'\s*")
_JOIN: Final = re.compile(r"(AND|OR)\b", re.IGNORECASE)


class Misunderstood(Exception):
    """A question that cannot be answered; `code` is CASE's word for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request for documents."""

    limit: int
    offset: int
    sort: str
    descending: bool
    filter: str
    fields: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent, and how much there is."""

    documents: list[JsonObject]
    total: int


def read_question(given: Mapping[str, str]) -> Question:
    """The parameters of an address, or `Misunderstood`."""
    order = given.get("orderBy", "asc").strip().lower()
    if order not in ("asc", "desc"):
        raise Misunderstood("invalid_sort_field", "orderBy is asc or desc.")
    return Question(
        limit=_number(given, "limit", MOST, least=1),
        offset=_number(given, "offset", 0, least=0),
        sort=given.get("sort", "").strip(),
        descending=order == "desc",
        filter=given.get("filter", "").strip(),
        fields=_fields(given.get("fields")),
    )


def _number(given: Mapping[str, str], name: str, otherwise: int, *, least: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or int(text[:10]) < least:
        raise Misunderstood(
            "invalid_selection_field", f"{name} is a whole number of {least} or more."
        )
    return min(int(text[:10]), MOST if name == "limit" else 2**31 - 1)


def _fields(text: str | None) -> tuple[str, ...] | None:
    """The fields wanted; all of them when one is unknown, as the binding says."""
    if text is None:
        return None
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise Misunderstood("invalid_selection_field", "fields names at least one field.")
    return names if set(names) <= FIELDS else None


def answer(question: Question, documents: Iterable[JsonObject]) -> Page:
    """The documents asked for, in order; of each only the fields asked for."""
    matches = filter_of(question.filter)
    found = [one for one in documents if matches(one)]
    if question.sort in FIELDS:
        found.sort(key=lambda one: _sortable(one.get(question.sort)), reverse=question.descending)
    some = found[question.offset : question.offset + question.limit]
    if question.fields is not None:
        wanted = question.fields
        some = [{key: value for key, value in one.items() if key in wanted} for one in some]
    return Page(some, len(found))


def _sortable(value: Any) -> str:  # JSON
    return value.casefold() if isinstance(value, str) else str(value or "")


Test = Callable[[JsonObject], bool]


def filter_of(text: str) -> Test:
    """A filter of one clause, or two joined by AND or OR: title~'portrait' AND language='en'."""
    if not text:
        return lambda _document: True
    first, rest = _clause(text)
    if not rest:
        return first
    joined = _JOIN.match(rest)
    if joined is None:
        raise _malformed()
    second, rest = _clause(rest[joined.end() :])
    if rest:
        raise _malformed()
    if joined[1].upper() == "AND":
        return lambda document: first(document) and second(document)
    return lambda document: first(document) or second(document)


def _clause(text: str) -> tuple[Test, str]:
    found = _CLAUSE.match(text)
    if found is None:
        raise _malformed()
    path, operator, value = found.groups()
    if path.split(".")[0] not in FIELDS:
        # The binding's own word for this is missing from the published list of codes.
        raise Misunderstood(
            "invalid_selection_field", f"invalid_filter_field: a document has no field {path}."
        )
    return lambda document: _holds(_at(document, path.split(".")), operator, value), (
        text[found.end() :]
    )


def _malformed() -> Misunderstood:
    return Misunderstood(
        "invalid_selection_field",
        "A filter is field, operator and a value in single quotes, such as title~'portrait', "
        "with at most one AND or OR.",
    )


def _at(value: Any, path: list[str]) -> list[str]:  # JSON
    """The texts at this place; several where the place is a list."""
    if isinstance(value, list):
        return [text for one in value for text in _at(one, path)]
    if path:
        return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else []
    return [] if value is None or isinstance(value, dict) else [str(value)]


def _holds(values: list[str], operator: str, wanted: str) -> bool:
    if operator == "!=":
        return not _holds(values, "=", wanted)
    if operator in ("=", "~") and len(values) > 1:
        asked = [part.strip().casefold() for part in wanted.split(",")]
        have = [value.casefold() for value in values]
        if operator == "=":
            return all(part in have for part in asked)
        return any(part in value for part in asked for value in have)
    return any(_compare(value, operator, wanted) for value in values)


def _compare(value: str, operator: str, wanted: str) -> bool:
    left: Any = value.casefold()  # texts, or moments where both are
    right: Any = wanted.casefold()
    if operator == "~":
        return right in left
    times = moment(value), moment(wanted)
    if None not in times:
        left, right = times
    match operator:
        case "=":
            return bool(left == right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
        case "<":
            return bool(left < right)
        case _:
            return bool(left <= right)
