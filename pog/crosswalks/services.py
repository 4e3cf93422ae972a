"""Keeping crosswalks: those of the library, imported tables, and taking one away."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select

from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line
from pog.core.rows import Row, Wrong, read_rows
from pog.crosswalks.models import LINK_RELATIONS, Crosswalk, CrosswalkLink
from pog.crosswalks.queries import frameworks_by_name
from pog.frameworks.models import Competency, Framework

REQUIRED: Final = ("source_framework", "source_code", "target_framework", "target_code", "relation")
COLUMNS: Final = (*REQUIRED, "citation")
TEXT_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a table: the crosswalk, or what is wrong with its rows."""

    crosswalk: Crosswalk | None
    wrong: tuple[Wrong, ...]


def keep_library_crosswalk(crosswalk: Crosswalk, links: Iterable[CrosswalkLink]) -> None:
    """Store a crosswalk of the library, or put the pairs of the stored one in order."""
    db.session.merge(crosswalk)
    db.session.flush()
    db.session.execute(delete(CrosswalkLink).where(CrosswalkLink.crosswalk_id == crosswalk.id))
    db.session.add_all(links)
    db.session.flush()


def import_crosswalk(
    source: bytes,
    *,
    organization_id: uuid.UUID,
    title: str,
    published: str,
    licence: str,
    imported_from: str,
    imported_by: str,
) -> Report:
    """Keep the pairs of a CSV table, or none of them when one row is wrong.

    An end is named by framework (key, title or identifier) and by code or identifier. Both have
    to be here: a pair that leads nowhere helps nobody.
    """
    rows = read_rows(source, REQUIRED)
    checked = list(_Check(organization_id).rows(rows))
    wrong = tuple(one for one in checked if isinstance(one, Wrong))
    if wrong:
        return Report(None, wrong)
    if not checked:
        raise Refusal(_("This table has no rows."), field="file")
    crosswalk = Crosswalk(
        id=uuid.uuid4(),
        organization_id=organization_id,
        title=clean_short(title),
        source=clean_short(published),
        licence=clean_short(licence) or "unverified",
        imported_from=clean_short(imported_from),
        imported_by=imported_by,
    )
    db.session.add(crosswalk)
    db.session.flush()
    for position, link in enumerate(checked):
        assert isinstance(link, CrosswalkLink)
        link.crosswalk_id, link.position = crosswalk.id, position
        db.session.add(link)
    db.session.flush()
    return Report(crosswalk, ())


def remove_crosswalk(crosswalk: Crosswalk) -> None:
    """Take an imported crosswalk away for good."""
    db.session.delete(crosswalk)
    db.session.flush()


def clean_short(text: str) -> str:
    return clean_line(text)[:TEXT_LIMIT]


class _Check:
    """Looks up what each row names."""

    def __init__(self, organization_id: uuid.UUID) -> None:
        self.frameworks = frameworks_by_name([organization_id])
        self.known: dict[uuid.UUID, Mapping[str, Sequence[Competency]]] = {}
        self.seen: dict[tuple[uuid.UUID, uuid.UUID], int] = {}

    def rows(self, rows: Sequence[tuple[int, Row]]) -> Iterator[CrosswalkLink | Wrong]:
        for number, row in rows:
            yield self._row(number, row)

    def _row(self, number: int, row: Row) -> CrosswalkLink | Wrong:
        relation = row.get("relation", "").casefold().replace(" ", "_").replace("-", "_")
        if relation not in LINK_RELATIONS:
            message = _(
                "“%(name)s” is not a relation. Use one of: %(known)s.",
                name=row.get("relation", ""),
                known=", ".join(LINK_RELATIONS),
            )
            return Wrong(number, message)
        ends: list[Competency] = []
        for end in ("source", "target"):
            found = self._end(number, row.get(f"{end}_framework", ""), row.get(f"{end}_code", ""))
            if isinstance(found, Wrong):
                return found
            ends.append(found)
        source, target = ends
        if source.id == target.id:
            return Wrong(number, _("Both ends are the same competency."))
        first = self.seen.setdefault((source.id, target.id), number)
        if first != number:
            return Wrong(number, _("This pair stands in row %(row)s already.", row=first))
        return CrosswalkLink(
            id=uuid.uuid4(),
            source_framework=source.framework.title,
            source_id=source.id,
            source_code=source.official_code or "",
            source_text=source.name,
            target_framework=target.framework.title,
            target_id=target.id,
            target_code=target.official_code or "",
            target_text=target.name,
            relation=relation,
            note=clean_short(row.get("citation", "")),
        )

    def _end(self, number: int, name: str, code: str) -> Competency | Wrong:
        framework = self.frameworks.get(name.casefold())
        if framework is None:
            return Wrong(number, _("There is no framework called “%(name)s”.", name=name))
        found = self._codes(framework).get(code, ()) if code else ()
        if not found:
            message = _(
                "%(framework)s has no competency with the code “%(code)s”.",
                framework=framework.title,
                code=code,
            )
            return Wrong(number, message)
        if len(found) > 1:
            message = _(
                "%(framework)s has several competencies with the code “%(code)s”.",
                framework=framework.title,
                code=code,
            )
            return Wrong(number, message)
        return found[0]

    def _codes(self, framework: Framework) -> Mapping[str, Sequence[Competency]]:
        """The competencies of a framework by code and identifier, read once."""
        if framework.id not in self.known:
            found: defaultdict[str, list[Competency]] = defaultdict(list)
            rows = db.session.scalars(
                select(Competency).where(Competency.framework_id == framework.id)
            ).all()
            for row in rows:
                for name in {row.code, row.official_code, row.source_id, str(row.id)}:
                    if name:
                        found[name].append(row)
            self.known[framework.id] = dict(found)
        return self.known[framework.id]
