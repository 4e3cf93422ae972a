"""Files of a small knowledge graph: a made-up state in two editions, and a core."""

import csv
import io
import json
import uuid
import zipfile

from sqlalchemy import func, select

from pog.core.database import db
from pog.frameworks.models import Competency, Framework, FrameworkAssociation

OUTLINE = [
    ("Kindergarten", 0), ("K.CC.1", 1), ("Grade 6", 0), ("6.RP", 1), ("6.RP.2", 2), ("6.RP.10", 2),
]  # fmt: skip
"""The newer edition as it is imported: code or name, and how many stand above it."""
GRAPH, NETWORK = (uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/{n}") for n in ("g", "n"))
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
STATE, CORE = "Ridgeland Department of Learning", "Shared Standards Council"


def node(name):
    """`identifier` of what the tests call by this name."""
    return str(uuid.uuid5(GRAPH, name))


def case(name):
    """Its `caseIdentifierUUID`."""
    return str(uuid.uuid5(NETWORK, name))


def source(author):
    return {
        "author": author,
        "provider": "Learning Commons",
        "license": LICENCE,
        "attributionStatement": f"Standards of {author}, received from 1EdTech.",
    }


def identified(name):
    return {
        "identifier": node(name),
        "caseIdentifierURI": f"https://example.org/ims/case/v1p0/CFItems/{case(name)}",
        "caseIdentifierUUID": case(name),
    }


def framework(name, title, state="Ridgeland", current="true", author=STATE):
    return {
        **identified(name),
        "name": title,
        "description": "",
        "jurisdiction": state,
        "academicSubject": "Mathematics",
        "inLanguage": "en-US",
        "adoptionStatus": "Implemented",
        "isCurrent": current,
        "dateCreated": "2025-09-01",
        "dateModified": "2026-05-04",
        "notes": "",
        **source(author),
    }


def item(name, code, text, grades, kind="Standard", state="Ridgeland", author=STATE, other=""):
    return {
        **identified(name),
        "statementCode": code,
        "alternateStatementCode": other,
        "description": text,
        "statementType": kind,
        "normalizedStatementType": "Standard" if kind == "Standard" else "Standard Grouping",
        "jurisdiction": state,
        "academicSubject": "Mathematics",
        "gradeLevel": json.dumps(grades),
        "inLanguage": "en-US",
        "dateCreated": "2025-09-01",
        "dateModified": "2026-05-04",
        "notes": "",
        **source(author),
    }


def relation(kind, one, other, entities=("StandardsFrameworkItem",) * 2, by=case, **more):
    ends = [one if ":" in one else by(one), other if ":" in other else by(other)]
    return {
        "identifier": node(f"{kind} {one} {other}"),
        "relationshipType": kind,
        "description": f"What {kind} means.",
        "sourceEntity": entities[0],
        "sourceEntityKey": "caseIdentifierUUID",
        "sourceEntityValue": ends[0],
        "targetEntity": entities[1],
        "targetEntityKey": "caseIdentifierUUID",
        "targetEntityValue": ends[1],
        "jaccard": "",
        "dateCreated": "2025-09-01",
        "dateModified": "2026-05-04",
        **source(STATE),
        **more,
    }


def child(parent, name, root=False):
    return relation(
        "hasChild", parent, name, ("StandardsFramework" if root else "StandardsFrameworkItem",) * 2
    )


class KnowledgeGraph:
    """The rows of its files, to be changed by a test."""

    def __init__(self):
        self.frameworks = [
            framework("new", "Ridgeland Mathematics 2026"),
            framework("old", "Ridgeland Mathematics 2012", current="false"),
            framework("core", "Shared Standards for Mathematics", "Multi-State", author=CORE),
        ]
        self.items = [
            item("six", "", "Grade 6", ["6"], "Grade Level"),
            item("ratio", "6.RP", "Ratios and proportions", ["6"], "Domain"),
            item("tenth", "6.RP.10", "Draws a line of equal ratios.", ["6"]),
            item("second", "6.RP.2", "Says what a ratio is.", ["6"], other="M.6.2"),
            item("kinder", "", "Kindergarten", ["K"], "Grade Level"),
            item("counts", "K.CC.1", "Counts to “100”, by ones,\nby tens.", ["K"]),
            item("was-six", "", "Grade 6, as it was", ["6"], "Grade Level"),
            item("was-ratio", "6.A", "Knows ratios.", ["6"]),
            item("core-six", "6.RP.A", "Understand ratios", ["6"], "Cluster", "Multi-State", CORE),
            item("core-ratio", "6.RP.A.1", "Use a ratio.", ["6"], state="Multi-State", author=CORE),
        ]
        self.relations = [
            child("new", "six", root=True),
            child("new", "kinder", root=True),
            child("six", "ratio"),
            child("ratio", "tenth"),
            child("ratio", "second"),
            child("kinder", "counts"),
            child("old", "was-six", root=True),
            child("was-six", "was-ratio"),
            child("core", "core-six", root=True),
            child("core-six", "core-ratio"),
            relation("buildsTowards", "counts", "second", license="CC0"),
            relation("relatesTo", "second", "tenth"),
            # Named by `identifier`, whatever targetEntityKey says.
            relation("hasStandardAlignment", "second", "core-ratio", by=node, jaccard="0.75"),
            relation("hasStandardAlignment", "tenth", "core-ratio", by=node, jaccard="0.2"),
            relation("supports", "lc:1", "second", ("LearningComponent", "StandardsFrameworkItem")),
            relation("hasEducationalAlignment", "im:7", "tenth", ("Lesson", "X")),
        ]
        self.components = [
            {
                "identifier": "lc:1",
                "description": "Name both parts of a ratio",
                "academicSubject": "Mathematics",
                **source("Practice Network"),
            }
        ]

    def files(self):
        return {
            "StandardsFramework.csv": table(self.frameworks),
            "StandardsFrameworkItem.csv": table(self.items),
            "Relationships.csv": table(self.relations),
            "LearningComponent.csv": table(self.components),
        }

    def lines(self):
        """The same as the releases since 1.3 have it; no empty values there."""
        labels = {
            "StandardsFramework": self.frameworks,
            "StandardsFrameworkItem": self.items,
            "LearningComponent": self.components,
        }
        nodes = [
            {"type": "node", "identifier": row["identifier"], "labels": [label], "properties": row}
            for label, rows in labels.items()
            for row in map(said, rows)
        ]
        by_case = {
            row["caseIdentifierUUID"]: row["identifier"] for row in (*self.frameworks, *self.items)
        }
        return {
            "nodes.jsonl": in_lines(nodes),
            "relationships.jsonl": in_lines(edge(row, by_case) for row in self.relations),
        }

    def one(self, name):
        return next(
            row for row in (*self.items, *self.frameworks) if row["identifier"] == node(name)
        )


def said(row):
    return {name: text for name, text in row.items() if text != ""}


def edge(row, by_case):
    """A relationship as a line: its ends are named by `identifier` outside of `properties`."""
    ends = {"sourceEntity", "sourceEntityValue", "targetEntity", "targetEntityValue"}
    source, target = row["sourceEntityValue"], row["targetEntityValue"]
    return {
        "type": "relationship",
        "identifier": row["identifier"],
        "label": row["relationshipType"],
        "properties": {name: text for name, text in said(row).items() if name not in ends},
        "source_identifier": by_case.get(source, source),
        "source_labels": [row["sourceEntity"]],
        "target_identifier": by_case.get(target, target),
        "target_labels": [row["targetEntity"]],
    }


def in_lines(rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def table(rows):
    """A CSV file with every column that any row has."""
    head = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, head, quoting=csv.QUOTE_ALL, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def zipped(files):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return raw.getvalue()


def counts(app):
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (Framework, Competency, FrameworkAssociation)
        )


def outline(app):
    """Code or name of each competency with how many stand above it, in reading order."""
    with app.app_context():
        rows = db.session.scalars(select(Competency).order_by(Competency.position)).all()
        above = {row.id: row.parent_id for row in rows}

        def depth(key):
            return 0 if above[key] is None else 1 + depth(above[key])

        return [(row.official_code or row.name, depth(row.id)) for row in rows]
