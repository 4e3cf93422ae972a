"""Frameworks as files: an imported one as it came, one of the library by its licence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.exports.formats import FORMATS
from pog.exports.formats.case_1_1 import CASE_1_1
from pog.exports.formats.interface import Format, Made
from pog.exports.framework_sources import ShortReads, source_of_framework
from pog.frameworks.models import Framework
from pog.standards.case.model import CFPackage
from pog.standards.case.reading import read_package
from pog.standards.case.remarks import Loss
from pog.standards.case.sources import Source


@dataclass(frozen=True, slots=True)
class InPieces:
    """A file that is written while it is read, once."""

    content: Iterator[bytes]
    losses: Callable[[], tuple[Loss, ...]]
    """What is not in it; known when all of it was read."""


def export_framework(framework: Framework, base_url: str, wanted: Format = CASE_1_1) -> Made:
    """The framework as a file, with what is not in it."""
    pieces = export_in_pieces(framework, base_url, wanted)
    content = b"".join(pieces.content)
    return Made(content, pieces.losses())


def export_in_pieces(framework: Framework, base_url: str, wanted: Format = CASE_1_1) -> InPieces:
    """The same without holding all of it, where the format can be written so.

    Nothing but the pieces needs the session or the request, and they hold no transaction open.
    """
    if wanted.make_framework is None:
        raise Refusal(
            _(
                "A framework is not written as %(name)s. Use one of: %(known)s.",
                name=wanted.name,
                known=", ".join(one.name for one in framework_formats()),
            )
        )
    source, losses = source_of_framework(framework, base_url, ShortReads(framework))
    if wanted.write_framework is not None:
        writing = wanted.write_framework(source, framework.changed_at)
        return InPieces(
            (text.encode() for text in writing.text()), lambda: (*losses, *writing.losses())
        )
    made = wanted.make_framework(package_in(source), framework.changed_at)
    return in_one_piece(Made(made.content, (*losses, *made.losses)))


def package_in(source: Source) -> CFPackage:
    """All of it, for formats that have to see the whole."""
    whole = {
        **source.rest,
        "CFItems": list(source.items()),
        "CFAssociations": list(source.associations()),
    }
    return read_package(whole).package


def in_one_piece(made: Made) -> InPieces:
    return InPieces(iter([made.content]), lambda: made.losses)


def framework_formats() -> tuple[Format, ...]:
    """The formats a framework can be written in."""
    return tuple(one for one in FORMATS.values() if one.make_framework is not None)
