"""The Pabulib format .pb: projects, and votes as approvals or points.

Dariusz Stolicki and others, "Pabulib: A Participatory Budgeting Library", 2020; pabulib.org/format.
Three sections, META, PROJECTS and VOTES, each a table with semicolons.
"""

import csv
from collections.abc import Sequence
from typing import Final, Literal

from pog.ballots.ballot_files.interface import BallotFile, Bundle, add_place, at_line, number_in
from pog.core.i18n import _

SECTIONS: Final = ("META", "PROJECTS", "VOTES")
POINTS: Final = {"cumulative", "scoring"}
KINDS: Final[dict[str, Literal["orders", "approvals", "points"]]] = {
    "approval": "approvals",
    "ordinal": "orders",
    "cumulative": "points",
    "scoring": "points",
}
Row = tuple[int, list[str]]


def read(text: str) -> BallotFile:
    tables = tables_in(text)
    meta = {row[0]: row[1] for _line, row in tables["META"] if len(row) > 1}
    kind = meta.get("vote_type", "").strip().casefold()
    if kind not in KINDS:
        raise at_line(1, _("The votes have to be approval, ordinal, cumulative or scoring."))
    projects = columns(tables["PROJECTS"], ["project_id"])
    numbered = {row["project_id"]: str(at) for at, (_line, row) in enumerate(projects, start=1)}
    ballots = [
        ballot_in(row, numbered, kind, line)
        for line, row in columns(tables["VOTES"], ["vote"] + ["points"] * (kind in POINTS))
    ]
    settings: dict[str, object] = {}
    if kind == "approval" and meta.get("max_length", "").isdigit():
        settings["limit"] = min(int(meta["max_length"]), len(projects))
    if kind in POINTS and meta.get("max_sum_points"):
        settings["dots"] = meta["max_sum_points"]
        settings["cap"] = meta.get("max_points") or meta["max_sum_points"]
    return BallotFile(
        options=[row.get("name") or row["project_id"] for _line, row in projects],
        ballots=ballots,
        kind=KINDS[kind],
        settings=settings,
    )


def tables_in(text: str) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    section = None
    reader = csv.reader(text.splitlines(), delimiter=";")
    for row in reader:
        if len(row) == 1 and row[0].strip() in SECTIONS:
            section = row[0].strip()
            tables[section] = []
        elif row and section is not None:
            tables[section].append((reader.line_num, row))
    for wanted in SECTIONS:
        if not tables.get(wanted):
            raise at_line(1, _("The section %(name)s is missing.", name=wanted))
    return tables


def columns(rows: Sequence[Row], wanted: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    line, head = rows[0]
    names = [name.strip() for name in head]
    for name in wanted:
        if name not in names:
            raise at_line(line, _("The column %(name)s is missing.", name=name))
    found = []
    for at, row in rows[1:]:
        if len(row) < len(names):
            raise at_line(
                at,
                _(
                    "There are %(found)s columns, but the head has %(wanted)s.",
                    found=len(row),
                    wanted=len(names),
                ),
            )
        found.append((at, dict(zip(names, row, strict=False))))
    return found


def ballot_in(row: dict[str, str], numbered: dict[str, str], kind: str, line: int) -> Bundle:
    chosen = [one.strip() for one in row["vote"].split(",") if one.strip()]
    points = [one for one in row.get("points", "").split(",") if one.strip()]
    if kind in POINTS and len(points) != len(chosen):
        raise at_line(line, _("There are not as many points as projects in this vote."))
    marks: dict[str, int] = {}
    for place, project in enumerate(chosen):
        if project not in numbered:
            raise at_line(line, _("There is no project “%(name)s”.", name=project[:40]))
        mark = place + 1 if kind == "ordinal" else 1
        if kind in POINTS:
            mark = number_in(points[place], line)
        add_place(marks, numbered[project], mark, line)
    return Bundle(1, marks, line)
