"""Full texts an organization loads itself, where the library may hold names only.

They are for the pages of that organization: no file, feed or public page carries them.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line, clean_text
from pog.core.rows import Row, Wrong, read_rows
from pog.frameworks.licensing import readable_statement
from pog.frameworks.models import Competency, Framework, OwnText, OwnTextSheet

REQUIRED: Final = ("code", "text")
TEXT_LIMIT: Final = 8_000


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sheet: how many texts, or what is wrong with its rows."""

    sheet: OwnTextSheet | None
    count: int
    wrong: tuple[Wrong, ...]


def text_for(competency: Competency, organization_ids: Collection[uuid.UUID]) -> str:
    """The full text as members of these organizations may read it; empty when there is none.

    An own text comes before the library's.
    """
    text = own_texts([competency.id], organization_ids).get(competency.id)
    text = text or readable_statement(competency)
    return "" if text == competency.name else text


def own_texts(
    competency_ids: Collection[uuid.UUID], organization_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    """What these organizations loaded for these competencies."""
    if not competency_ids or not organization_ids:
        return {}
    rows = db.session.execute(
        select(OwnText.competency_id, OwnText.text)
        .join(OwnTextSheet, OwnTextSheet.id == OwnText.sheet_id)
        .where(
            OwnText.competency_id.in_(competency_ids),
            OwnTextSheet.organization_id.in_(organization_ids),
            OwnTextSheet.ended_at.is_(None),
        )
    )
    return {competency_id: text for competency_id, text in rows}


def texts_in(framework: Framework, organization_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The own texts of a whole framework."""
    if not organization_ids:
        return {}
    rows = db.session.execute(
        select(OwnText.competency_id, OwnText.text)
        .join(OwnTextSheet, OwnTextSheet.id == OwnText.sheet_id)
        .where(
            OwnTextSheet.framework_id == framework.id,
            OwnTextSheet.organization_id.in_(organization_ids),
            OwnTextSheet.ended_at.is_(None),
        )
    )
    return {competency_id: text for competency_id, text in rows}


def sheets_of(framework: Framework, organization_ids: Collection[uuid.UUID]) -> list[OwnTextSheet]:
    """Every sheet these organizations loaded for the framework, the newest first."""
    return list(
        db.session.scalars(
            select(OwnTextSheet)
            .where(
                OwnTextSheet.framework_id == framework.id,
                OwnTextSheet.organization_id.in_(organization_ids),
            )
            .order_by(OwnTextSheet.loaded_at.desc(), OwnTextSheet.id)
        )
    )


def load_texts(
    framework: Framework,
    source: bytes,
    *,
    organization_id: uuid.UUID,
    entitlement: str,
    file_name: str,
    loaded_by: str,
) -> Report:
    """Keep the texts of a CSV sheet in the place of those before, or none when a row is wrong."""
    if not clean_line(entitlement):
        raise Refusal(_("Say why you may use these texts."), field="entitlement")
    if framework.organization_id not in (None, organization_id):
        raise Conflict(_("This framework belongs to another organization."))
    checked = list(_checked(framework, read_rows(source, REQUIRED)))
    wrong = tuple(one for one in checked if isinstance(one, Wrong))
    if wrong:
        return Report(None, 0, wrong)
    if not checked:
        raise Refusal(_("This table has no rows."), field="file")
    end_sheets(framework, organization_id)
    sheet = OwnTextSheet(
        id=uuid.uuid4(),
        organization_id=organization_id,
        framework_id=framework.id,
        file_name=clean_line(file_name)[:200],
        entitlement=clean_line(entitlement)[:500],
        loaded_by=loaded_by,
    )
    db.session.add(sheet)
    db.session.flush()
    for one in checked:
        assert isinstance(one, OwnText)
        one.sheet_id = sheet.id
        db.session.add(one)
    db.session.flush()
    return Report(sheet, len(checked), ())


def end_sheets(framework: Framework, organization_id: uuid.UUID) -> None:
    """Show none of the organization's texts any more; the sheet stays, so it can come back."""
    db.session.execute(
        update(OwnTextSheet)
        .where(
            OwnTextSheet.framework_id == framework.id,
            OwnTextSheet.organization_id == organization_id,
            OwnTextSheet.ended_at.is_(None),
        )
        .values(ended_at=now())
    )
    db.session.flush()


def use_again(sheet: OwnTextSheet) -> None:
    """Undo: this sheet instead of whatever is shown now."""
    end_sheets(sheet.framework, sheet.organization_id)
    sheet.ended_at = None
    db.session.flush()


def _checked(framework: Framework, rows: Sequence[tuple[int, Row]]) -> Iterator[OwnText | Wrong]:
    known = _codes(framework)
    seen: dict[uuid.UUID, int] = {}
    for number, row in rows:
        code, text = row.get("code", ""), clean_text(row.get("text", ""))
        found = known.get(code, ())
        if len(found) != 1:
            message = _(
                "%(framework)s has no single competency with the code or name “%(code)s”.",
                framework=framework.title,
                code=code,
            )
            yield Wrong(number, message)
        elif not text:
            yield Wrong(number, _("There is no text in this row."))
        elif len(text) > TEXT_LIMIT:
            yield Wrong(
                number, _("The text is longer than %(limit)s characters.", limit=TEXT_LIMIT)
            )
        elif (first := seen.setdefault(found[0].id, number)) != number:
            yield Wrong(number, _("This competency stands in row %(row)s already.", row=first))
        else:
            yield OwnText(competency_id=found[0].id, text=text)


def _codes(framework: Framework) -> Mapping[str, Sequence[Competency]]:
    """By the issuer's code, ours, the identifier, and the name where nothing has that code."""
    rows = db.session.scalars(
        select(Competency).where(Competency.framework_id == framework.id)
    ).all()
    found: defaultdict[str, list[Competency]] = defaultdict(list)
    for row in rows:
        for code in {row.code, row.official_code, row.source_id, str(row.id)}:
            if code:
                found[code].append(row)
    for row in rows:
        if row.name not in found:
            found[row.name].append(row)
    return found
