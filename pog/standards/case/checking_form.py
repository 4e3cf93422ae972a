"""Required fields, formats and enumerations: what a schema would say."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from pog.core.i18n import _
from pog.standards.case.fields import (
    DEFINITION_LISTS,
    KINDS,
    PACKAGE_KEYS,
    PACKAGE_LISTS,
    Field,
    JsonObject,
    Shape,
)
from pog.standards.case.formats import (
    INTEGER_LIMIT,
    has_tags,
    is_association_type,
    is_date,
    is_datetime,
    is_target_type,
    is_uri,
    is_uuid,
)
from pog.standards.case.remarks import Finding

_INNER: Final = {
    Shape.LINK: "LinkURI",
    Shape.NODE: "LinkGenURI",
}
_INNER_LISTS: Final = {
    Shape.LINKS: "LinkURI",
    Shape.CRITERIA: "CFRubricCriterion",
    Shape.LEVELS: "CFRubricCriterionLevel",
}


def form_findings(document: JsonObject, version: str) -> list[Finding]:
    """What is wrong with single values."""
    return [*_nulls(document, "$"), *_Form(version).package(document)]


def _nulls(thing: Any, path: str) -> Iterator[Finding]:  # JSON
    inner: list[tuple[str, Any]] = []
    if isinstance(thing, dict):
        inner = [(f"{path}.{key}", value) for key, value in thing.items()]
    elif isinstance(thing, list):
        inner = [(f"{path}[{place}]", value) for place, value in enumerate(thing)]
    for where, value in inner:
        if value is None:
            yield Finding("null", where, _("Nothing stands here (null); leave the field out."))
        else:
            yield from _nulls(value, where)


class _Form:
    def __init__(self, version: str) -> None:
        self.version = version

    def package(self, document: Any) -> Iterator[Finding]:  # JSON
        if not isinstance(document, dict):
            yield _wrong_kind("$")
            return
        yield from self._unknown(document, PACKAGE_KEYS, "$")
        yield from self._extensions(document, "$")
        if "CFDocument" not in document:
            yield _missing("CFDocument", "$")
        else:
            yield from self.object("CFDocument", document["CFDocument"], "$.CFDocument")
        yield from self._lists(document, PACKAGE_LISTS, "$")
        definitions = document.get("CFDefinitions", {})
        if not isinstance(definitions, dict):
            yield _wrong_kind("$.CFDefinitions")
            return
        names = (*DEFINITION_LISTS, "extensions")
        yield from self._unknown(definitions, names, "$.CFDefinitions")
        yield from self._extensions(definitions, "$.CFDefinitions")
        yield from self._lists(definitions, DEFINITION_LISTS, "$.CFDefinitions")

    def _lists(self, holder: JsonObject, lists: dict[str, str], path: str) -> Iterator[Finding]:
        for name, kind in lists.items():
            if name in holder:
                yield from self._list(kind, holder[name], f"{path}.{name}")

    def _list(self, kind: str, rows: Any, path: str) -> Iterator[Finding]:  # JSON
        if not isinstance(rows, list):
            yield _wrong_kind(path)
            return
        for place, row in enumerate(rows):
            yield from self.object(kind, row, f"{path}[{place}]")

    def object(self, kind: str, thing: Any, path: str) -> Iterator[Finding]:  # JSON
        if not isinstance(thing, dict):
            yield _wrong_kind(path)
            return
        yield from self._unknown(thing, [rule.name for rule in KINDS[kind]], path)
        for rule in KINDS[kind]:
            where = f"{path}.{rule.name}"
            if rule.name not in thing:
                if rule.required:
                    yield _missing(rule.name, path)
                elif rule.shape is Shape.CASE_VERSION and self.version == "1.1":
                    # Optional in the schema; the implementation guide asks for it.
                    yield Finding("no_case_version", path, _("“caseVersion” is required."))
            elif rule.since_1_1 and self.version == "1.0":
                yield Finding("too_new", where, _("CASE 1.0 does not have this field."))
            elif thing[rule.name] is not None:
                yield from self._value(rule, thing[rule.name], where)

    def _unknown(self, thing: JsonObject, known: Any, path: str) -> Iterator[Finding]:  # names
        for key in thing:
            if key not in known:
                yield Finding("unknown_field", f"{path}.{key}", _("CASE has no such field here."))

    def _extensions(self, holder: JsonObject, path: str) -> Iterator[Finding]:
        if "extensions" not in holder:
            return
        where = f"{path}.extensions"
        if self.version == "1.0":
            yield Finding("too_new", where, _("CASE 1.0 does not have this field."))
        if not isinstance(holder["extensions"], dict):
            yield _wrong_kind(where)

    def _value(self, rule: Field, value: Any, where: str) -> Iterator[Finding]:  # JSON
        shape = rule.shape
        if shape in _INNER:
            yield from self.object(_INNER[shape], value, where)
        elif shape in _INNER_LISTS:
            yield from self._list(_INNER_LISTS[shape], value, where)
        elif shape is Shape.TEXTS:
            yield from _texts(value, where)
        elif shape in (Shape.EXTENSIONS, Shape.EXTENSION_LIST):
            wanted = dict if shape is Shape.EXTENSIONS else list
            if not isinstance(value, wanted):
                yield _wrong_kind(where)
        elif shape in (Shape.INTEGER, Shape.NUMBER):
            yield from _number(shape, value, where)
        elif not isinstance(value, str):
            yield _wrong_kind(where)
        elif rule.required and not value.strip() and shape is not Shape.UUID:
            yield Finding("empty", where, _("This field is required, but it is empty."))
        else:
            yield from self._text(shape, value, where)

    def _text(self, shape: Shape, value: str, where: str) -> Iterator[Finding]:
        if shape is Shape.ASSOCIATION_TYPE:
            if not is_association_type(value, self.version):
                yield Finding(
                    "bad_association_type", where, _("This is not a type of association.")
                )
        elif shape in _CHECKS:
            code, fits = _CHECKS[shape]
            if not fits(value):
                yield Finding(code, where, _SENTENCES[code]())


def _texts(value: Any, where: str) -> Iterator[Finding]:  # JSON
    if not isinstance(value, list):
        yield _wrong_kind(where)
        return
    for place, one in enumerate(value):
        if not isinstance(one, str):
            yield _wrong_kind(f"{where}[{place}]")
        elif has_tags(one):
            yield Finding("html", f"{where}[{place}]", _SENTENCES["html"]())


def _number(shape: Shape, value: Any, where: str) -> Iterator[Finding]:  # JSON
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and (shape is Shape.INTEGER or not isinstance(value, float)):
        yield _wrong_kind(where)
    elif shape is Shape.INTEGER and abs(value) > INTEGER_LIMIT:
        yield Finding("too_large", where, _("This number is too large."))


def _wrong_kind(path: str) -> Finding:
    return Finding("wrong_kind", path, _("A value of another kind belongs here."))


def _missing(name: str, path: str) -> Finding:
    return Finding("missing", path, _("“%(name)s” is required.", name=name))


_CHECKS: Final[dict[Shape, tuple[str, Callable[[str], bool]]]] = {
    Shape.UUID: ("bad_identifier", is_uuid),
    Shape.URI: ("bad_uri", is_uri),
    Shape.DATE: ("bad_date", is_date),
    Shape.DATETIME: ("bad_time", is_datetime),
    Shape.TARGET_TYPE: ("bad_target_type", is_target_type),
    Shape.CASE_VERSION: ("bad_case_version", lambda text: text == "1.1"),
    Shape.TEXT: ("html", lambda text: not has_tags(text)),
}
# Functions, so that each sentence is said in the language of whoever reads it.
_SENTENCES: Final[dict[str, Callable[[], str]]] = {
    "bad_identifier": lambda: _("The identifier is not a lower-case UUID of version 1 to 5."),
    "bad_uri": lambda: _("This is not a complete address."),
    "bad_date": lambda: _("This is not a date like 2026-05-31."),
    "bad_time": lambda: _("This is not a time like 2026-05-31T12:00:00+00:00."),
    "bad_target_type": lambda: _("This is not a type of target."),
    "bad_case_version": lambda: _("The version can only be 1.1."),
    "html": lambda: _("The text holds HTML tags."),
}
