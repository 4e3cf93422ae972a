"""Alignments from a table: every row is checked first, then all are made or none."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from pog.alignments.models import REASON_LIMIT, RELATIONS, Alignment
from pog.alignments.queries import competencies_for
from pog.alignments.services import align
from pog.core.database import db
from pog.core.i18n import _
from pog.core.rows import Row, Wrong, read_rows
from pog.frameworks.models import Competency, Framework
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Profile

COLUMNS: Final = ("attribute", "framework", "code", "relation", "reason")
REQUIRED: Final = COLUMNS[:4]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that can be made."""

    attribute: Attribute
    competency: Competency
    relation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a table: alignments made, or what is wrong with it."""

    added: int
    wrong: tuple[Wrong, ...]


def import_table(profile: Profile, source: bytes, author: Author) -> Report:
    """Make the alignments of a CSV table, or none of them when one row is wrong."""
    checked = list(_Check(profile).rows(read_rows(source, REQUIRED)))
    wrong = tuple(row for row in checked if isinstance(row, Wrong))
    if wrong:
        return Report(0, wrong)
    for row in checked:
        if isinstance(row, Wanted):
            align(
                row.attribute,
                row.competency,
                relation=row.relation,
                reason=row.reason,
                author=author,
            )
    return Report(len(checked), ())


class _Check:
    """Looks up what each row names."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.attributes = {str(a.id): a for a in profile.attributes} | {
            a.name.casefold(): a for a in profile.attributes
        }
        self.frameworks = self._frameworks()
        self.competencies: dict[uuid.UUID, Mapping[str, Sequence[Competency]]] = {}
        self.seen: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
        self.made = {
            (row.attribute_id, row.competency_id)
            for row in db.session.execute(
                select(Alignment.attribute_id, Alignment.competency_id).where(
                    Alignment.attribute_id.in_([a.id for a in profile.attributes])
                )
            )
        }

    def _frameworks(self) -> dict[str, Framework]:
        rows = db.session.scalars(
            select(Framework).where(
                Framework.organization_id.is_(None)
                | (Framework.organization_id == self.profile.organization_id)
            )
        ).all()
        found = {str(row.id): row for row in rows}
        return found | {row.key: row for row in rows if row.key}

    def rows(self, rows: list[tuple[int, Row]]) -> Iterator[Wanted | Wrong]:
        for number, row in rows:
            yield self._row(number, row)

    def _row(self, number: int, row: Row) -> Wanted | Wrong:
        name = row.get("attribute", "")
        attribute = self.attributes.get(name.casefold())
        if attribute is None:
            return Wrong(number, _("No attribute is called “%(name)s”.", name=name))
        framework = self.frameworks.get(row.get("framework", ""))
        if framework is None:
            return Wrong(
                number, _("There is no framework called “%(name)s”.", name=row.get("framework", ""))
            )
        relation = row.get("relation", "").casefold().replace(" ", "_").replace("-", "_")
        if relation not in RELATIONS:
            return Wrong(
                number,
                _(
                    "“%(name)s” is not a relation. Use one of: %(known)s.",
                    name=row.get("relation", ""),
                    known=", ".join(RELATIONS),
                ),
            )
        reason = row.get("reason", "")
        if len(reason) > REASON_LIMIT:
            return Wrong(
                number,
                _("The reason is longer than %(limit)s characters.", limit=REASON_LIMIT),
            )
        return self._pair(number, attribute, framework, row.get("code", ""), relation, reason)

    def _pair(
        self,
        number: int,
        attribute: Attribute,
        framework: Framework,
        code: str,
        relation: str,
        reason: str,
    ) -> Wanted | Wrong:
        found = self._codes(framework).get(code, ()) if code else ()
        if not found:
            return Wrong(
                number,
                _(
                    "%(framework)s has no competency with the code “%(code)s”.",
                    framework=framework.title,
                    code=code,
                ),
            )
        if len(found) > 1:
            return Wrong(
                number,
                _(
                    "%(framework)s has several competencies with the code “%(code)s”.",
                    framework=framework.title,
                    code=code,
                ),
            )
        pair = (attribute.id, found[0].id)
        if pair in self.made:
            return Wrong(
                number,
                _(
                    "“%(attribute)s” is already aligned to “%(competency)s”.",
                    attribute=attribute.name,
                    competency=found[0].name,
                ),
            )
        first = self.seen.setdefault(pair, number)
        if first != number:
            return Wrong(number, _("This pair stands in row %(row)s already.", row=first))
        return Wanted(attribute, found[0], relation, reason)

    def _codes(self, framework: Framework) -> Mapping[str, Sequence[Competency]]:
        """The competencies of a framework by code, read once."""
        if framework.id not in self.competencies:
            found: defaultdict[str, list[Competency]] = defaultdict(list)
            for row in db.session.scalars(
                competencies_for(self.profile.organization_id).where(
                    Competency.framework_id == framework.id
                )
            ):
                if row.code:
                    found[row.code].append(row)
            self.competencies[framework.id] = dict(found)
        return self.competencies[framework.id]
