"""Single values in the published form: dates, addresses, texts without tags, links."""

import re
from typing import Any, Final
from urllib.parse import quote

from pog.standards.case.fields import KINDS, Field, JsonObject, Shape
from pog.standards.case.formats import (
    INTEGER_LIMIT,
    TAG,
    has_tags,
    is_association_type,
    is_date,
    is_datetime,
    is_target_type,
    is_uri,
    is_uuid,
    moment,
)
from pog.standards.case.minting import NAMESPACE, canonical_json, mint

# What stands where a required text was left out.
_FALLBACKS: Final = {
    "fullStatement": ("abbreviatedStatement", "humanCodingScheme", "alternativeLabel"),
    "title": ("description", "officialSourceURL"),
    "creator": ("publisher",),
    "licenseText": ("description", "title"),
    "description": ("title",),
    "hierarchyCode": ("typeCode",),
}
_UNTITLED: Final = {"creator": "Unknown", "hierarchyCode": "1"}
_MARKDOWN: Final = {
    "br": "\n", "p": "\n\n", "div": "\n", "tr": "\n", "hr": "\n\n---\n\n",
    "b": "**", "strong": "**", "i": "*", "em": "*",
}  # fmt: skip
_PAIRED: Final = frozenset({"b", "strong", "i", "em"})


class ValueRepairer:
    """Repairs the fields of one object at a time; `fallback_time` is for those without a time."""

    def __init__(self, fallback_time: str) -> None:
        self.fallback_time = fallback_time
        self.was_without_time = False
        """Whether any of them was."""

    def repair(self, kind: str, thing: JsonObject) -> None:
        for rule in KINDS[kind]:
            if rule.shape in _LEFT_ALONE:
                continue
            value = self.value(rule, thing.get(rule.name))
            if value is None and rule.required:
                value = self._required(rule, thing)
            if value is None:
                thing.pop(rule.name, None)
            else:
                thing[rule.name] = value

    def value(self, rule: Field, value: Any) -> Any:  # JSON; None: cannot be written
        if value is None:
            return None
        match rule.shape:
            case Shape.LINK:
                return self._link(value)
            case Shape.NODE:
                return self._node(value)
            case Shape.LINKS | Shape.TEXTS:
                one = self._link if rule.shape is Shape.LINKS else _text
                values = value if isinstance(value, list) else [value]
                found = [read for read in map(one, values) if read is not None]
                return found or None
            case _:
                return _SIMPLE[rule.shape](value)

    def _required(self, rule: Field, thing: JsonObject) -> Any:  # JSON
        match rule.shape:
            case Shape.DATETIME:
                self.was_without_time = True
                return self.fallback_time
            case Shape.URI:
                return f"urn:uuid:{_uuid(thing.get('identifier')) or mint(NAMESPACE, str(thing))}"
            case Shape.UUID:
                return str(mint(NAMESPACE, canonical_json(thing)))
            case Shape.ASSOCIATION_TYPE:
                return "isRelatedTo"
            case Shape.NODE:
                return self._node({})
            case _:
                others = (_text(thing.get(name)) for name in _FALLBACKS.get(rule.name, ()))
                return next(filter(None, others), _UNTITLED.get(rule.name, "Untitled"))

    def _link(self, value: Any) -> JsonObject | None:  # JSON
        if not isinstance(value, dict):
            return None
        uri = value.get("uri")
        identifier = value.get("identifier")
        known = _uuid(identifier) or str(mint(NAMESPACE, canonical_json([identifier, uri])))
        return {
            "title": _text(value.get("title")) or _text(identifier) or known,
            "identifier": known,
            "uri": _uri(uri) or f"urn:uuid:{known}",
        }

    def _node(self, value: Any) -> JsonObject:  # JSON
        raw = value if isinstance(value, dict) else {}
        identifier = _text(raw.get("identifier")) or _text(raw.get("uri"))
        identifier = identifier or str(mint(NAMESPACE, canonical_json(raw)))
        known = _uuid(identifier) or mint(NAMESPACE, identifier)
        node = {
            "title": _text(raw.get("title")) or "",
            "identifier": identifier,
            "uri": _uri(raw.get("uri")) or f"urn:uuid:{known}",
        }
        target = raw.get("targetType")
        if isinstance(target, str) and is_target_type(target):
            node["targetType"] = target
        return node

    def rubrics(self, rubrics: list[JsonObject]) -> list[JsonObject]:
        """Rubrics with their criteria and levels; what CASE does not know is left out."""
        return [self._rubric("CFRubric", rubric) for rubric in rubrics]

    def _rubric(self, kind: str, thing: JsonObject) -> JsonObject:
        thing = dict(thing)
        self.repair(kind, thing)
        names = [rule.name for rule in KINDS[kind] if rule.name in thing]
        found = {name: thing[name] for name in names}
        for name, inner in _INNER.items():
            if name in found:
                rows = found[name] if isinstance(found[name], list) else []
                found[name] = [self._rubric(inner, row) for row in rows if isinstance(row, dict)]
        for name in ("rubricId", "rubricCriterionId"):
            if name in found and not _uuid(found[name]):
                del found[name]
        extensions = found.get("extensions")
        wanted = list if kind == "CFRubricCriterionLevel" else dict
        if extensions is not None and not isinstance(extensions, wanted):
            del found["extensions"]
        return found


_INNER: Final = {
    "CFRubricCriteria": "CFRubricCriterion",
    "CFRubricCriterionLevels": "CFRubricCriterionLevel",
}
_LEFT_ALONE: Final = frozenset(
    {Shape.EXTENSIONS, Shape.EXTENSION_LIST, Shape.CRITERIA, Shape.LEVELS, Shape.CASE_VERSION}
)


def plain_text(text: str) -> str:
    """Markdown instead of HTML tags; tags Markdown has no word for go, their text stays."""

    def word(match: re.Match[str]) -> str:
        closing, tag = match[1], match[2].lower()
        if tag == "li":
            return "" if closing else "\n- "
        if closing and tag not in _PAIRED:
            return "\n" if tag in ("ul", "ol", "p", "div") else ""
        return _MARKDOWN.get(tag, "")

    while has_tags(text):  # taking one out can make another: <<b>b>
        text = TAG.sub(word, text)
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return text


def _text(value: Any) -> str | None:  # JSON
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return plain_text(value) or None if isinstance(value, str) else None


def _raw_text(value: Any) -> str | None:  # JSON
    return value if isinstance(value, str) and value else None


def _uuid(value: Any) -> str | None:  # JSON
    return value if isinstance(value, str) and is_uuid(value) else None


def _uri(value: Any) -> str | None:  # JSON
    if not isinstance(value, str):
        return None
    if is_uri(value):
        return value
    quoted = quote(value.strip(), safe="-._~:/?#[]@!$&'()*+,;=%")
    return quoted if is_uri(quoted) else None


def _date(value: Any) -> str | None:  # JSON
    if not isinstance(value, str):
        return None
    return next((text for text in (value, value.strip()[:10]) if is_date(text)), None)


def _datetime(value: Any) -> str | None:  # JSON
    if not isinstance(value, str) or is_datetime(value):
        return value if isinstance(value, str) else None
    read = moment(value)
    return read.isoformat() if read else None


def _integer(value: Any) -> int | None:  # JSON
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and abs(value) <= INTEGER_LIMIT else None


def _number(value: Any) -> float | None:  # JSON
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _association_type(value: Any) -> str | None:  # JSON
    return value if isinstance(value, str) and is_association_type(value) else None


_SIMPLE: Final = {
    Shape.TEXT: _text,
    Shape.RAW_TEXT: _raw_text,
    Shape.UUID: _uuid,
    Shape.ANY_ID: _raw_text,
    Shape.URI: _uri,
    Shape.DATE: _date,
    Shape.DATETIME: _datetime,
    Shape.INTEGER: _integer,
    Shape.NUMBER: _number,
    Shape.ASSOCIATION_TYPE: _association_type,
}
