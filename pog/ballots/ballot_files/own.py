"""Our own list of ballots, as CSV or JSON, and the plain JSON of counted orders.

CSV: one column for each option, named in the first line, and one line for each ballot. A cell is
what that ballot gives the option, as the method stores it: 1 or 0 for approval, dots, points, the
step of a scale, or the place in a ranking; empty where it says nothing. A first column `ballots`
may say how many equal ballots a line stands for. Lines are sorted by what is on them, so nothing
in their order tells who came first.

JSON: `{"format": "pog-ballots-1", "method": "stv", "settings": {"seats": 2, "seed": "..."},
"options": ["Courage", "Care"], "ballots": [{"number": 2, "marks": [1, null]}]}`: as many marks as
options, in their order, `null` where a ballot says nothing. `number` may be left out for 1.

Counted orders: `{"ballots": [[840, ["Kurt Wright", "Bob Kiss"]], ...]}`, with `options` if the
names and their order are not to be taken from the ballots. Several such elections can stand in
one file, each under its name.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pog.ballots.ballot_files.interface import (
    BadFile,
    BallotFile,
    Bundle,
    add_place,
    at_line,
    number_in,
)
from pog.core.i18n import _
from pog.core.sheets import harmless

FORMAT: Final = "pog-ballots-1"
HOW_MANY: Final = "ballots"


def read_csv(text: str) -> BallotFile:
    reader = csv.reader(io.StringIO(text))
    head = next(reader, [])
    counted = bool(head) and head[0].strip() == HOW_MANY
    options = [name.strip() for name in head[counted:]]
    if not options or not all(options):
        raise at_line(1, _("The first line has to name the options."))
    if len(set(options)) < len(options):
        raise at_line(1, _("Two options have the same name."))
    ballots = []
    for row in reader:
        line = reader.line_num
        if not row:
            continue
        if len(row) != len(head):
            raise at_line(
                line,
                _(
                    "There are %(found)s columns, but the head has %(wanted)s.",
                    found=len(row),
                    wanted=len(head),
                ),
            )
        marks = {
            str(at): number_in(cell, line)
            for at, cell in enumerate(row[counted:], start=1)
            if cell.strip()
        }
        ballots.append(Bundle(number_in(row[0], line) if counted else 1, marks, line))
    return BallotFile(options=options, ballots=ballots, kind="marks")


def read_json(text: str, election: str | None = None) -> BallotFile:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise at_line(error.lineno, _("This is not JSON.")) from None
    except RecursionError:
        raise BadFile(_("This is not a list of ballots.")) from None
    if isinstance(content, dict) and "ballots" not in content:
        content = _one_of(content, election)
    if not isinstance(content, dict) or not isinstance(content.get("ballots"), list):
        raise BadFile(_("The file has to be an object with a list of “ballots”."))
    options = content.get("options")
    if options is not None and not (
        isinstance(options, list) and all(isinstance(name, str) for name in options)
    ):
        raise BadFile(_("“options” has to be a list of names."))
    if content.get("format") == FORMAT:
        return _own(content, options or [])
    return _orders(content["ballots"], options)


def _one_of(content: Mapping[str, Any], election: str | None) -> Any:
    """Return one of several counts in a file: the one asked for, or the only one."""
    several = [name for name, one in content.items() if isinstance(one, dict) and "ballots" in one]
    if election is None and len(several) == 1:
        return content[several[0]]
    if several and election not in several:
        raise BadFile(
            _(
                "The file holds several elections. Name one with --election: %(names)s.",
                names=", ".join(several),
            )
        )
    return content[election] if election in several else content


def _own(content: Mapping[str, Any], options: Sequence[str]) -> BallotFile:
    ballots = []
    for at, one in enumerate(content["ballots"], start=1):
        marks = one.get("marks") if isinstance(one, dict) else None
        number = one.get("number", 1) if isinstance(one, dict) else None
        if (
            not isinstance(marks, list)
            or len(marks) != len(options)
            or not isinstance(number, int)
            or not _is_count(number)
        ):
            raise BadFile(
                _(
                    "Ballot %(number)s has to have %(options)s marks.",
                    number=at,
                    options=len(options),
                )
            )
        if not all(mark is None or _is_count(mark) for mark in marks):
            raise BadFile(_("Ballot %(number)s has a mark that is no whole number.", number=at))
        given = {str(o): mark for o, mark in enumerate(marks, start=1) if mark is not None}
        ballots.append(Bundle(number, given, 0))
    settings = content.get("settings")
    return BallotFile(
        options=list(options),
        ballots=ballots,
        kind="marks",
        method=content.get("method") if isinstance(content.get("method"), str) else None,
        settings=settings if isinstance(settings, dict) else {},
    )


def _orders(rows: Sequence[Any], options: Sequence[str] | None) -> BallotFile:
    for at, row in enumerate(rows, start=1):
        if not (
            isinstance(row, list)
            and len(row) == 2
            and _is_count(row[0])
            and isinstance(row[1], list)
            and all(isinstance(name, str) for name in row[1])
        ):
            raise BadFile(_("Ballot %(number)s has to be a number and a list of names.", number=at))
    names = list(options or dict.fromkeys(name for _number, order in rows for name in order))
    numbered = {name: str(at) for at, name in enumerate(names, start=1)}
    ballots = []
    for at, (number, order) in enumerate(rows, start=1):
        marks: dict[str, int] = {}
        for place, name in enumerate(order, start=1):
            if name not in numbered:
                raise BadFile(
                    _(
                        "Ballot %(number)s names “%(name)s”, which is no option.",
                        number=at,
                        name=name,
                    )
                )
            add_place(marks, numbered[name], place, at)
        ballots.append(Bundle(number, marks, 0))
    return BallotFile(options=names, ballots=ballots, kind="orders")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


# ------------------------------------------------------------------ writing


def bundled(ballots: Iterable[Mapping[str, int]], options: Sequence[str]) -> list[Bundle]:
    """Return equal ballots together, sorted by what is on them, with options by their number."""
    found: dict[tuple[int, ...], int] = {}
    for marks in ballots:
        key = tuple(marks.get(option, -1) for option in options)
        found[key] = found.get(key, 0) + 1
    return [
        Bundle(found[key], {str(at): mark for at, mark in enumerate(key, start=1) if mark >= 0}, 0)
        for key in sorted(found)
    ]


def write_csv(names: Sequence[str], ballots: Sequence[Bundle]) -> str:
    """Write the list of ballots; `names` are the options in the order of the ballot."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([HOW_MANY, *map(harmless, names)])
    keys = [str(at) for at in range(1, len(names) + 1)]
    for one in ballots:
        writer.writerow([one.number, *(one.marks.get(key, "") for key in keys)])
    return written.getvalue()


def write_json(
    names: Sequence[str],
    ballots: Sequence[Bundle],
    *,
    method: str,
    settings: Mapping[str, object],
) -> str:
    """Write the list of ballots with the rules they were cast under."""
    keys = [str(at) for at in range(1, len(names) + 1)]
    content = {
        "format": FORMAT,
        "method": method,
        "settings": dict(settings),
        "options": list(names),
        "ballots": [
            {"number": one.number, "marks": [one.marks.get(key) for key in keys]} for one in ballots
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
