"""The Knowledge Graph of Learning Commons (its files, or one ZIP file of them) as a CASE package.

What the files are like, and where that is written:

- Columns of release 1.0: import_scripts/postgresql/create_tables.sql; UTF-8, commas, quoted cells:
  README.md of github.com/learning-commons-org/knowledge-graph. Cardinalities:
  docs.learningcommons.org/knowledge-graph/entity-and-relationship-reference/academic-standards
- Releases 1.0 to 1.2 were published as CSV, later ones as JSON lines of the same fields, so that
  newer columns stand in tables somebody made of those (CHANGELOG.md). Release 1.2 added jaccard,
  stateLCCount, ccssLCCount and sharedLCCount to Relationships; 1.11 alternateStatementCode and
  isCurrent ("true" or "false"), and the state in author and attributionStatement.
- JSON lines: nodes.jsonl and relationships.jsonl, UTF-8, neither packed nor compressed, at
  cdn.learningcommons.org/knowledge-graph/v1.8.0/exports/nodes.jsonl and relationships.jsonl
  (docs/local-jsonl-files.md there, with a jq filter on .labels and .properties that cuts out one
  subject). What a line has is not written there. Those who looked agree on it (EVIDENCE.md of
  github.com/talha-ai755/curriculum-copilot, src/learningnet/build.py of
  github.com/interrealm-io/learning-net, and a study of every line of release 1.11):
  {"type": "node", "identifier", "labels": [one], "properties": {...}} and
  {"type": "relationship", "identifier", "label", "properties": {...}, "source_identifier",
  "source_labels": [one], "target_identifier", "target_labels": [one]}.
  The label of a node is what its table was called, `properties` has the columns of that table
  (`identifier` once more; gradeLevel a string with JSON in it; no key where there is no value),
  `label` is relationshipType. source_identifier and target_identifier are always `identifier` of a
  node, whatever sourceEntityKey and targetEntityKey in `properties` say (1.11 and, for hasChild,
  1.13: sandbox-handoffs/teach-5aj.md of github.com/B0001/teach). Other labels are
  LearningComponent, Activity, Assessment, Lesson, LessonGrouping and Course. Release 1.11 has
  247,786 nodes in 293 MB and 456,620 relationships in 520 MB; 1.13 has 343 and 571 MB.
- One list of frameworks holds every state and subject (214 in 1.11). A statement does not
  say which of them it belongs to: hasChild rows lead from a framework to its statements, source
  above target. They carry no order.
- A thing has two identifiers that never coincide: `identifier`, of the graph, and
  `caseIdentifierUUID`, of CASE Network. sourceEntityKey and targetEntityKey say which of them a
  relationship means, and are wrong at times: hasStandardAlignment means `identifier`
  (docs.learningcommons.org, "Using crosswalks for standards comparison"). Both are looked up here.
- gradeLevel is a JSON list in a cell: ["9","10"], with "K" and "PK".
- buildsTowards: the source comes before the target; relatesTo: no order; hasStandardAlignment: from
  a state's statement to one of the Common Core that shares learning components with it, jaccard
  telling how many; 0.6 and more is called strong there. supports leads from a learning component,
  hasPart and hasEducationalAlignment from curricula, to statements: these are no frameworks.
- adoptionStatus is one of Draft, Proposed, Adopted, Implemented, Retired, as in CASE.
- Licence by row; CC BY 4.0 as a whole, the progressions CC0 (LICENSE.md).

As no order is given, statements stand by grade, then by code.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pog.core.errors import Unreadable
from pog.core.i18n import _, _n
from pog.standards.case.fields import JsonObject
from pog.standards.case.loading import SIZE_LIMIT
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import Reading, read_package
from pog.standards.case.remarks import Remark
from pog.standards.choice import SeveralFrameworks, chosen
from pog.standards.learning_commons.files import tables_in
from pog.standards.learning_commons.frameworks import (
    Belonging,
    Root,
    cell,
    is_older,
    key_of,
    names_of,
    no_identifier,
    roots_in,
    tree_in,
)
from pog.standards.learning_commons.links import End, end_of, links_in
from pog.standards.learning_commons.tables import FRAMEWORK, ITEM, RELATIONSHIP, Cells, Table
from pog.standards.learning_commons.values import (
    address_of,
    grades_in,
    kept,
    left_over,
    licence_link,
    order_of,
)
from pog.standards.sheets.reading import NO_DATE, moment

_USED: Final = frozenset(
    {
        "caseIdentifierUUID", "caseIdentifierURI", "name", "description", "statementCode",
        "alternateStatementCode", "gradeLevel", "inLanguage", "dateModified", "notes", "license",
    }
)  # fmt: skip


def read_framework_files(
    source: bytes, name: str, wanted: str = "", *, size_limit: int = SIZE_LIMIT
) -> Reading:
    """The framework that is wanted, by key or by words of its name, state and subject.

    Raises `SeveralFrameworks` when it is not clear which one, and `Unreadable`.
    """
    remarks: list[Remark] = []
    tables = tables_in(source, name, size_limit, remarks)
    roots = roots_in(tables)
    if len(roots) > 1 and not wanted:
        raise SeveralFrameworks([one.choice for one in roots])
    meant = chosen([one.choice for one in roots], wanted)
    root = next(one for one in roots if one.key == meant.key)
    return _Reader(tables, roots, root, remarks).read(size_limit)


@dataclass(frozen=True, slots=True)
class Statement:
    """A row that is a statement of the framework."""

    cells: Cells
    levels: tuple[str, ...]
    where: str

    @property
    def code(self) -> str:
        return self.cells.get("statementCode", "")

    @property
    def text(self) -> str:
        said = self.cells
        return said.get("description") or self.code or said.get("statementType", "")


class _Reader:
    """Builds the package of one framework."""

    def __init__(
        self, tables: Sequence[Table], roots: Sequence[Root], root: Root, remarks: list[Remark]
    ) -> None:
        self.tables, self.root, self.remarks = tables, root, remarks
        self.tree = tree_in(tables)
        self.is_listed = any(one.kind == FRAMEWORK for one in tables)
        self.belonging = Belonging(root, roots, self.tree, self.is_listed)
        self.statements: dict[str, Statement] = {}
        passed_over = sum(1 for one in tables if one.kind == ITEM for _row in self.take_from(one))
        if not self.statements:
            raise Unreadable(
                _("No statement in these files belongs to “%(title)s”.", title=root.title[:200])
            )
        if passed_over and len(roots) == 1:
            message = _n(
                "%(num)d row belongs to another framework and was left out.",
                "%(num)d rows belong to other frameworks and were left out.",
                passed_over,
            )
            remarks.append(Remark(root.title, message))
        if is_older(root.cells):
            message = _("The files say that there is a newer edition of this framework.")
            remarks.append(Remark(root.title, message))
        self.ends: dict[str, End] = {}
        for one in self.statements.values():
            self.ends |= dict.fromkeys(names_of(one.cells), end_of(one.cells))

    def take_from(self, table: Table) -> Iterator[int]:
        """Keep the statements of the framework; what comes back are rows of others."""
        places = [table.place(one) for one in ("caseIdentifierUUID", "identifier")]
        pair = [table.place(one) for one in ("jurisdiction", "academicSubject")]
        for number, row in table.rows():
            names = [name.lower() for place in places if (name := cell(row, place))]
            if not self.belonging.takes(names, (cell(row, pair[0]), cell(row, pair[1]))):
                yield number
                continue
            if not names:
                raise no_identifier(table.where(number))
            if len(row) > len(table.head):
                message = _("This row has more cells than the head; the last ones were left out.")
                self.remarks.append(Remark(table.where(number), message))
            self.take(table.cells(row), table.where(number))

    def take(self, cells: Cells, where: str) -> None:
        levels = grades_in(cells.get("gradeLevel", ""), where, self.remarks)
        new = Statement(cells, tuple(levels), where)
        first = self.statements.setdefault(key_of(cells), new)
        if first is new:
            if not cells.get("description"):
                message = _("There is no description; “%(text)s” stands for it.", text=new.text)
                self.remarks.append(Remark(where, message))
        elif first.text != new.text:
            raise Unreadable(
                _(
                    "%(where)s has the same identifier as %(first)s and says something else. "
                    "Correct one of them and try again.",
                    where=where,
                    first=first.where,
                )
            )
        else:
            self.remarks.append(
                Remark(where, _("This stands twice in the file; the first one counts."))
            )

    def read(self, size_limit: int) -> Reading:
        ties = self.ties()
        links = links_in(self.tables, self.ends, self.root.cells)
        file = next((one.name for one in self.tables if one.kind == RELATIONSHIP), "")
        self.remarks.extend(links.remarks(file))
        package: JsonObject = {
            "CFDocument": self.document(),
            "CFItems": [self.item(key, one) for key, one in self.statements.items()],
            "CFAssociations": [*ties, *links.associations],
        }
        reading = read_package(package, size_limit=size_limit)
        told = {f"$.CFAssociations[{len(ties) + place}]" for place in links.leading_out}
        odd = [one for one in reading.warnings if one.where not in told]
        return Reading(reading.package, [*self.remarks, *odd])

    def document(self) -> JsonObject:
        said, key = self.root.cells, self.root.key
        notes = [said.get("notes"), said.get("attributionStatement")]
        return kept(
            {
                "identifier": key,
                "uri": address_of(said, key),
                "title": self.root.title,
                "creator": said.get("author") or said.get("provider") or self.root.title,
                "description": said.get("description"),
                "subject": [said["academicSubject"]] if said.get("academicSubject") else None,
                "language": said.get("inLanguage"),
                "adoptionStatus": said.get("adoptionStatus"),
                "notes": "\n\n".join(filter(None, notes)),
                "licenseURI": licence_link(said.get("license")),
                "lastChangeDateTime": moment(said.get("dateModified", "")),
                **left_over(said, _USED | {"adoptionStatus"}, {}),
            }
        )

    def item(self, key: str, statement: Statement) -> JsonObject:
        said, shared = statement.cells, self.root.cells
        own_licence = said.get("license") if said.get("license") != shared.get("license") else None
        kind = said.get("statementType") or said.get("normalizedStatementType")
        return kept(
            {
                "identifier": key,
                "uri": address_of(said, key),
                "fullStatement": statement.text,
                "humanCodingScheme": statement.code,
                "alternativeLabel": said.get("alternateStatementCode"),
                "CFItemType": kind,
                "educationLevel": list(statement.levels),
                "notes": said.get("notes"),
                "language": said.get("inLanguage"),
                "licenseURI": licence_link(own_licence),
                "lastChangeDateTime": moment(said.get("dateModified", "")),
                **left_over(said, _USED | {"statementType"}, shared),
            }
        )

    def ties(self) -> list[JsonObject]:
        """A tie for each hasChild between statements that are here; the others stand on top."""
        root = End(self.root.key, self.root.title, address_of(self.root.cells, self.root.key))
        ends = self.ends | dict.fromkeys(names_of(self.root.cells), root)
        below: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for parent, children in self.tree.children.items():
            if parent in ends:
                here = [ends[one].key for one in children if one in self.ends]
                below[ends[parent].key] |= dict.fromkeys(here)
        if not below:
            message = _(
                "There is no relationships.jsonl or Relationships.csv that says what stands below "
                "what: the statements are one flat list."
            )
            self.remarks.append(Remark(self.root.title, message))
        having = {key for children in below.values() for key in children}
        loose = [key for key in self.statements if key not in having]
        if below and loose:
            message = _n(
                "%(num)d statement has no parent; it stands at the top.",
                "%(num)d statements have no parent; they stand at the top.",
                len(loose),
            )
            self.remarks.append(Remark(self.root.title, message))
        below[root.key] |= dict.fromkeys(loose)
        by_key = {end.key: end for end in self.ends.values()} | {root.key: root}
        return [
            tie(by_key[key], by_key[parent], number)
            for parent, children in below.items()
            for number, key in enumerate(sorted(children, key=self.order), start=1)
        ]

    def order(self, key: str) -> tuple[object, ...]:
        one = self.statements[key]
        return order_of(one.levels, one.code)


def tie(child: End, parent: End, number: int) -> JsonObject:
    key = str(mint(NAMESPACE, "isChildOf", child.key, parent.key))
    return {
        "identifier": key,
        "uri": f"urn:uuid:{key}",
        "associationType": "isChildOf",
        "sequenceNumber": number,
        "originNodeURI": child.node,
        "destinationNodeURI": parent.node,
        "lastChangeDateTime": NO_DATE,
    }
