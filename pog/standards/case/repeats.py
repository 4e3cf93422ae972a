"""One identifier, one object: a thing told twice is kept once, two things are refused."""

from dataclasses import replace
from typing import Any, TypeVar

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.model import (
    Association,
    CaseObject,
    CFPackage,
    Definitions,
    Item,
    case_names,
)
from pog.standards.case.remarks import Remark
from pog.standards.case.serialising import as_json

C = TypeVar("C", bound=CaseObject)


def without_repeats(
    package: CFPackage, remarks: list[Remark], skipped: dict[str, list[Any]]
) -> CFPackage:
    """Each identifier once; what was told twice goes to `skipped`."""
    sieve = _Sieve(remarks, skipped)
    sieve.seen[package.document.identifier] = package.document
    definitions: dict[str, Any] = {  # field > tuple of definitions
        name: sieve.once(case, getattr(package.definitions, name))
        for case, name in case_names(Definitions).items()
    }
    return replace(
        package,
        items=sieve.once("CFItems", package.items),
        associations=sieve.once("CFAssociations", package.associations),
        definitions=replace(package.definitions, **definitions),
    )


class _Sieve:
    def __init__(self, remarks: list[Remark], skipped: dict[str, list[Any]]) -> None:
        self.remarks = remarks
        self.skipped = skipped
        self.seen: dict[str, CaseObject] = {}

    def once(self, name: str, things: tuple[C, ...]) -> tuple[C, ...]:
        return tuple(thing for place, thing in enumerate(things) if self._new(name, thing, place))

    def _new(self, name: str, thing: CaseObject, place: int) -> bool:
        first = self.seen.setdefault(thing.identifier, thing)
        if first is thing:
            return True
        if type(first) is not type(thing) or _gist(first) != _gist(thing):
            raise Unreadable(
                _(
                    "The identifier %(identifier)s is used for two different things, again at "
                    "%(where)s. Ask whoever made the file to correct it.",
                    identifier=thing.identifier[:100],
                    where=f"{name}[{place}]",
                )
            )
        self.remarks.append(
            Remark(f"$.{name}[{place}]", _("This stands twice in the file; the first one counts."))
        )
        self.skipped.setdefault(name, []).append(as_json(thing))
        return False


def _gist(thing: CaseObject) -> object:
    """What makes two records the same thing, although a server may have told one more fully."""
    match thing:
        case Item():
            return thing.full_statement.strip()
        case Association():
            return thing.association_type, thing.origin.identifier, thing.destination.identifier
        case _:
            return getattr(thing, "title", "")
