"""From JSON objects to the model: takes what makes sense, keeps the rest in `extra`."""

from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from pog.core.i18n import _
from pog.standards.case.fields import KINDS, Field, JsonObject, Shape
from pog.standards.case.formats import INTEGER_LIMIT, is_uuid_shaped
from pog.standards.case.model import Link, Node, case_names
from pog.standards.case.recognising import respelled
from pog.standards.case.remarks import Remark

_UNREADABLE: Final = object()
T = TypeVar("T")


class Parser:
    """Reads objects one by one and remarks what was odd about each."""

    def __init__(self, remarks: list[Remark]) -> None:
        self.remarks = remarks

    def remark(self, where: str, message: str) -> None:
        self.remarks.append(Remark(where, message))

    def parse(self, cls: type[T], raw: JsonObject, where: str) -> T:
        """An object of this class; fields that are unknown or make no sense are in `extra`."""
        kind: str = cast("Any", cls).KIND  # every class of the model has one
        names = case_names(cls)
        rules = {rule.name: rule for rule in KINDS[kind]}
        values: JsonObject = {}
        extra: JsonObject = {}
        for key, value in respelled(raw, rules, where, self.remarks).items():
            if key == "extensions" and isinstance(value, dict):
                values["extensions"] = value
                continue
            if key not in names and key != "extensions":
                extra[key] = value
                continue
            if value == "":  # says as much as leaving it out
                continue
            read = self._read(rules[key], value, f"{where}.{key}")
            if read is not _UNREADABLE:
                values[names[key]] = read
                continue
            # Under another name, for a good value may yet have to stand under this one.
            extra[f"{key} (as read)"] = value
            self.remark(
                f"{where}.{key}",
                _("“%(name)s” has a value of the wrong kind and was set aside.", name=key),
            )
        if extra:
            values["extra"] = extra
        return cls(**values)

    def _read(self, rule: Field, value: Any, where: str) -> Any:  # JSON in, a field's value out
        match rule.shape:
            case Shape.LINK:
                return self._link(value, where)
            case Shape.NODE:
                return self._node(value, where)
            case Shape.TEXTS | Shape.LINKS:
                return self._several(rule.shape, value, where)
            case Shape.INTEGER:
                return self._integer(value, where)
            case Shape.EXTENSIONS:
                return _UNREADABLE
            case Shape.UUID | Shape.ANY_ID:
                return self._identifier(value, where)
            case _:
                return self._text(value, where)

    def _text(self, value: Any, where: str) -> Any:  # str or _UNREADABLE
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return _UNREADABLE
        self.remark(where, _("A number stands where text belongs; it was read as text."))
        return str(value)

    def _identifier(self, value: Any, where: str) -> Any:  # str or _UNREADABLE
        read = self._text(value, where)
        if isinstance(read, str) and is_uuid_shaped(read) and read != read.lower():
            self.remark(where, _("The identifier was written in capitals."))
            return read.lower()
        return read.strip() if isinstance(read, str) else read

    def _integer(self, value: Any, where: str) -> Any:  # int or _UNREADABLE
        if isinstance(value, int) and not isinstance(value, bool):
            return value if abs(value) <= INTEGER_LIMIT else _UNREADABLE
        try:
            number = int(value) if isinstance(value, str) and len(value) < 20 else None
        except ValueError:
            number = None
        if isinstance(value, float) and value.is_integer():
            number = int(value)
        if number is None or abs(number) > INTEGER_LIMIT:
            return _UNREADABLE
        self.remark(where, _("A number is not written as a whole number; it was read as one."))
        return number

    def _several(self, shape: Shape, value: Any, where: str) -> Any:  # tuple or _UNREADABLE
        if not isinstance(value, list):
            self.remark(where, _("A single value stands where a list belongs."))
            value = [value]
        one = self._link if shape is Shape.LINKS else self._text
        found = tuple(one(each, f"{where}[{place}]") for place, each in enumerate(value))
        return _UNREADABLE if _UNREADABLE in found else found

    def _link(self, value: Any, where: str) -> Any:  # Link or _UNREADABLE
        return self.parse(Link, value, where) if isinstance(value, dict) else _UNREADABLE

    def _node(self, value: Any, where: str) -> Any:  # Node or _UNREADABLE
        if isinstance(value, str) and value.strip():
            self.remark(where, _("An end of the association is given by its identifier only."))
            value = {"identifier": value}
        if not isinstance(value, dict):
            return _UNREADABLE
        node = self.parse(Node, value, where)
        if node.identifier or not node.uri:
            return node
        self.remark(where, _("An end of the association has no identifier; its address was taken."))
        return replace(node, identifier=node.uri)
