"""From the model back to JSON objects, loosely: everything that was read, as it was read."""

from typing import Any, cast

from pog.standards.case.fields import DEFINITION_LISTS, KINDS, JsonObject
from pog.standards.case.model import CaseObject, CFPackage, Link, Node, case_names


def as_json(thing: CaseObject | Link | Node) -> JsonObject:
    """Everything the object holds; empty optional fields are left out."""
    names = case_names(type(thing))
    found = dict(thing.extra)
    for rule in KINDS[thing.KIND]:
        value = getattr(thing, names[rule.name]) if rule.name in names else None
        if value not in (None, "", ()):
            found[rule.name] = _value(value)
    if isinstance(thing, CaseObject) and thing.extensions:
        found["extensions"] = _copied(thing.extensions)
    return cast("JsonObject", _copied(found))


def package_as_json(package: CFPackage) -> JsonObject:
    """The whole package, not yet fit for anybody strict."""
    found = cast("JsonObject", _copied(package.extra))
    found["CFDocument"] = as_json(package.document)
    found["CFItems"] = [as_json(item) for item in package.items]
    found["CFAssociations"] = [as_json(association) for association in package.associations]
    definitions = _definitions(package)
    if definitions:
        found["CFDefinitions"] = definitions
    if package.rubrics:
        found["CFRubrics"] = _copied(list(package.rubrics))
    if package.extensions:
        found["extensions"] = _copied(package.extensions)
    return found


def _definitions(package: CFPackage) -> JsonObject:
    definitions = package.definitions
    found = cast("JsonObject", _copied(definitions.extra))
    names = case_names(type(definitions))
    for name in DEFINITION_LISTS:
        rows = [as_json(one) for one in getattr(definitions, names[name])]
        if rows:
            found[name] = rows
    if definitions.extensions:
        found["extensions"] = _copied(definitions.extensions)
    return found


def _value(value: Any) -> Any:  # a field's value in, JSON out
    if isinstance(value, Link | Node):
        return as_json(value)
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return value


def _copied(thing: Any) -> Any:  # JSON
    """A copy without nulls; the original stays with the model."""
    if isinstance(thing, dict):
        return {key: _copied(value) for key, value in thing.items() if value is not None}
    if isinstance(thing, list | tuple):
        return [_copied(value) for value in thing if value is not None]
    return thing
