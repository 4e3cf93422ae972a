"""The whole record of a convening, gathered once for the page, paper, the workbook and JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from pog.convenings.models import Convening
from pog.convenings.seats import facilitators_of
from pog.core.clock import now
from pog.core.i18n import force_locale
from pog.core.markup import plain_text
from pog.core.sheets import add_sheet, written
from pog.records.sections import SECTIONS
from pog.records.sections.interface import Asked, Content, Section, Sheet

FORMAT, VERSION = "pog-process-record", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How a convening went: what it was about, and its sections."""

    convening: Convening
    about: Content
    told: tuple[tuple[Section, Content], ...]
    at: datetime
    """The close; before it, this moment."""

    @property
    def so_far(self) -> bool:
        """Whether the convening goes on, and the record with it."""
        return self.convening.is_open


def record_of(convening: Convening) -> Record:
    """Gather it, in a fixed number of queries however many people were there."""
    asked = Asked(convening=convening, with_names=convening.names_in_record)
    told = ((section, section.gather(asked)) for section in SECTIONS)
    return Record(
        convening=convening,
        about=about(asked),
        told=tuple((section, content) for section, content in told if content is not None),
        at=convening.closed_at or now(),
    )


def about(asked: Asked) -> Content:
    convening = asked.convening
    seats = facilitators_of(convening.id)
    return {
        "id": str(convening.id),
        "title": convening.title,
        "kind": convening.kind,
        "organization": convening.organization.name,
        "profile_id": str(convening.profile_id),
        "profile": convening.profile.title,
        "place": convening.place,
        "starts_at": convening.starts_at or convening.opens_at,
        "ends_at": convening.closes_at,
        "closed_at": convening.closed_at,
        "purpose": plain_text(convening.purpose),
        "rules": plain_text(convening.rules),
        "language": convening.language,
        "facilitators": len(seats),
        "facilitator_names": [seat.nickname for seat in seats] if asked.with_names else [],
    }


ABOUT_FIELDS = {
    "format": "Always pog-process-record.",
    "version": "Version of this format; fields are only added to it.",
    "as_of": "The close of the convening; before it, the moment of the download.",
    "so_far": "Whether the convening was still going on.",
    "names": "Whether the organization chose to give nicknames.",
    "about.id": "Identifier of the convening.",
    "about.title": "Its title.",
    "about.kind": "meeting, or open_round: open for days to a link.",
    "about.organization": "Who held it.",
    "about.profile_id": "Identifier of the profile it worked on.",
    "about.profile": "Title of that profile.",
    "about.place": "Where it was.",
    "about.starts_at": "When it began.",
    "about.ends_at": "When an open round ended; null for a meeting.",
    "about.closed_at": "When it was closed.",
    "about.purpose": "What it was for.",
    "about.rules": "Its ground rules.",
    "about.language": "The language of its agenda and groups.",
    "about.facilitators": "How many ran it.",
    "about.facilitator_names[]": "Their names, if names were chosen.",
}


# ------------------------------------------------------------------ JSON


def as_json(record: Record) -> str:
    """The record for other systems; times in UTC, keys as `fields` documents them."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": record.at,
        "so_far": record.so_far,
        "names": record.convening.names_in_record,
        "about": record.about,
        **{section.name: content for section, content in record.told},
    }
    return json.dumps(public(document), ensure_ascii=False, indent=1)


def public(value: Any) -> Any:  # Any: JSON in, JSON out
    """Without what is for pages only, and with moments as text."""
    if isinstance(value, Mapping):
        return {k: public(v) for k, v in value.items() if not k.startswith("_")}
    if isinstance(value, (list, tuple)):
        return [public(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def fields() -> Iterator[tuple[str, str]]:
    """Every field of the JSON with its meaning."""
    yield from ABOUT_FIELDS.items()
    for section in SECTIONS:
        for name, meaning in section.fields.items():
            yield f"{section.name}.{name}", meaning


# ------------------------------------------------------------------ workbook


def as_workbook(convening: Convening) -> bytes:
    """One sheet per thing, in the convening's language; no cell of it is a formula."""
    with force_locale(convening.language):
        record = record_of(convening)
        book = Workbook()
        assert book.active is not None
        book.remove(book.active)
        for sheet in all_sheets(record):
            add_sheet(book, sheet.name, sheet.head, sheet.rows, sheet.widths)
        return written(book, record.at, title=convening.title, creator=convening.organization.name)


def all_sheets(record: Record) -> Iterator[Sheet]:
    rows = [
        (
            name.replace("_", " ").capitalize(),
            ", ".join(value) if isinstance(value, list) else value,
        )
        for name, value in record.about.items()
    ]
    rows.append(("Small groups", "Groups with few people or ballots are told together."))
    rows.append(("Left out", "Hidden words, notes never shown, and results never shown."))
    yield Sheet(name="About", head=["Field", "Value"], rows=rows, widths=(22, 90))
    for section, content in record.told:
        yield from section.sheets(content)
