"""Finds the package in what was sent, or says what the file is instead."""

from collections.abc import Collection
from typing import Any, Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import PACKAGE_KEYS, JsonObject
from pog.standards.case.remarks import Remark

_WRAPPERS: Final = ("cfpackage", "package", "data")


def package_in(found: Any, remarks: list[Remark]) -> JsonObject:  # JSON
    """The CASE package, with its keys in the published spelling."""
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    for _layer in range(2):
        found = _unwrapped(found, remarks)
    if not isinstance(found, dict):
        raise _not_a_package(found)
    package = respelled(found, PACKAGE_KEYS, "$", remarks)
    if not isinstance(package.get("CFDocument"), dict):
        raise _not_a_package(found)
    return package


def _unwrapped(found: Any, remarks: list[Remark]) -> Any:  # JSON
    if not isinstance(found, dict) or any(key.lower() == "cfdocument" for key in found):
        return found
    for key, value in found.items():
        if key.lower() in _WRAPPERS and isinstance(value, dict):
            remarks.append(Remark(f"$.{key}", _("The package was wrapped in another object.")))
            return value
    return found


def respelled(
    thing: JsonObject, names: Collection[str], where: str, remarks: list[Remark]
) -> JsonObject:
    """The same object with known keys as they are published, whatever their capitals."""
    if all(key in names for key in thing):
        return thing
    known = {name.lower(): name for name in names}
    known.update({old: new for old, new in _ALIASES.items() if new in known.values()})
    found: JsonObject = {}
    for key, value in thing.items():
        name = known.get(key.lower(), key)
        if name == key or name in thing or name in found:
            found[key] = value
            continue
        found[name] = value
        remarks.append(
            Remark(f"{where}.{key}", _("“%(key)s” was read as “%(name)s”.", key=key, name=name))
        )
    return found


_ALIASES: Final = {
    "educationallevel": "educationLevel",
    "cfitem": "CFItems",
    "cfassociation": "CFAssociations",
    "cfdefinition": "CFDefinitions",
    "cfrubric": "CFRubrics",
}


def _not_a_package(found: Any) -> Unreadable:  # JSON
    """What it looks like, and what to do."""
    if isinstance(found, list):
        if found and all(isinstance(one, dict) and "creator" in one for one in found):
            return _list_of_frameworks(len(found))
        return Unreadable(
            _("This is a JSON list, not a CASE package. Choose the file of one framework.")
        )
    if not isinstance(found, dict):
        return Unreadable(_("This is a single JSON value, not a CASE package. Choose a CASE file."))
    keys = {key.lower() for key in found}
    if isinstance(found.get("CFDocuments"), list):
        return _list_of_frameworks(len(found["CFDocuments"]))
    if "@graph" in keys or "@context" in keys:
        return Unreadable(_("This looks like JSON-LD, such as CTDL-ASN, not like a CASE package."))
    if "imsx_codemajor" in keys:
        return Unreadable(
            _("This is an error message from a CASE server, not a framework. Download it again.")
        )
    if "$schema" in keys or "openapi" in keys or "swagger" in keys:
        return Unreadable(_("This is a description of a format, not a framework in it."))
    if "fullstatement" in keys:
        return Unreadable(_("This is a single CASE item. Choose the file of the whole framework."))
    if "cfpackageuri" in keys or {"creator", "title"} <= keys:
        return Unreadable(
            _(
                "This describes a framework without what is in it. "
                "Download the package (CFPackages), not the document (CFDocuments)."
            )
        )
    if keys & {"cfitems", "cfassociations"}:
        return Unreadable(
            _("This file has no CFDocument, so it does not say which framework it is.")
        )
    names = ", ".join(sorted(found)[:4])
    if not names:
        return Unreadable(_("This file is an empty JSON object, not a CASE package."))
    return Unreadable(
        _(
            "This is JSON, but not a CASE package: it has no CFDocument, only %(names)s.",
            names=names[:200],
        )
    )


def _list_of_frameworks(number: int) -> Unreadable:
    return Unreadable(
        _(
            "This is a list of %(number)s frameworks, not one of them. "
            "Choose the file of one framework.",
            number=number,
        )
    )
