"""What every section of the record offers: plain values, for the page, the workbook and JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pog.convenings.models import Convening
from pog.core.i18n import _
from pog.core.sheets import Value

Words = Any  # a sentence translated when it is shown; Flask-Babel says nothing about its type
Content = dict[str, Any]
"""Text, numbers, moments, lists and further such; a key that begins with _ is for pages only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which record is told, and how."""

    convening: Convening
    with_names: bool
    """Nicknames beside the groups, by the organization's choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of the workbook."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the record; whoever adds one writes a file and a line in the table."""

    name: str
    title: Words
    icon: str
    template: str
    gather: Callable[[Asked], Content | None]
    """What is told, in a fixed number of queries; None when there is nothing to tell."""
    sheets: Callable[[Content], Iterator[Sheet]]
    fields: Mapping[str, str]
    """What each field of the JSON means."""


def author(
    asked: Asked, *, nickname: str | None, group: str | None, role: str | None = None
) -> str:
    """Who did something: the group alone, unless names were chosen; facilitators by role."""
    known = group or (_("Facilitator") if role == "facilitator" else "")
    if asked.with_names and nickname:
        return f"{nickname} ({known})" if known else nickname
    return known or (_("No group given") if role else _("The organization"))


def yes_no(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]
