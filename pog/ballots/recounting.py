"""Counting a file of ballots with the code that counts the page's, and telling what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pog.ballots.ballot_files.interface import BadFile, BallotFile, at_line
from pog.ballots.methods import METHODS, Counted, Method
from pog.ballots.methods.dots import Dots
from pog.ballots.methods.lots import Lots, seats_from
from pog.ballots.methods.rankings import Ranked
from pog.ballots.methods.stv import SingleTransferableVote
from pog.core.errors import Refusal
from pog.core.i18n import _

TAKES: Final = {"approval": ("marks", "approvals"), "dots": ("marks", "points")}
PLACED: Final = ("approval", "dots", "score", "schulze")
"""Methods that put all options in one order, of which the first so many can be taken."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What came out, with the options by name."""

    counted: Counted
    names: Mapping[str, str]
    winners: list[str]
    broken: Sequence[Mapping[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return winners, rounds and ties, all by name; the same file and seed give the same."""
        named = self.names
        unit = self.counted.get("unit", 1)
        told: dict[str, Any] = {
            "method": self.counted["method"],
            "settings": self.counted["settings"],
            "ballots": self.counted["ballots"],
            "winners": [named[one] for one in self.winners],
            "order": [[named[one] for one in place] for place in self.counted["order"]],
            "options": [
                {"option": named[one["option"]], **{k: v for k, v in one.items() if k != "option"}}
                for one in self.counted["options"]
            ],
            "rounds": [
                {
                    "round": number,
                    "totals": {named[o]: in_votes(t, unit) for o, t in one["totals"].items()},
                    "exhausted": in_votes(one["exhausted"], unit),
                    "elected": [named[o] for o in one["elected"]],
                    "excluded": named.get(one.get("excluded", "")),
                    "moved_from": named.get(one["moved_from"] or ""),
                }
                for number, one in enumerate(self.counted.get("rounds", ()), start=1)
            ],
            "ties": self.ties(),
        }
        if "quota" in self.counted:
            told["quota"] = in_votes(self.counted["quota"], unit)
        if "pairs" in self.counted:
            told["pairs"] = self.counted["pairs"]
        return told

    def ties(self) -> list[dict[str, Any]]:
        """Return each tie with the rule that broke it, or that the place is shared."""
        broken = [
            {
                **tie,
                "options": [self.names[one] for one in tie["options"]],
                "chosen": self.names[tie["chosen"]],
            }
            for tie in self.broken
        ]
        shared = [
            {"options": [self.names[one] for one in tied], "rule": "shared place"}
            for tied in self.counted["ties"]
        ]
        return broken + shared


def in_votes(number: int, unit: int) -> int | float:
    """Return parts of a vote as votes; only for showing, counting is done in whole parts."""
    return number if unit == 1 else number / unit


def recount(
    file: BallotFile, method_name: str, *, seats: int | None = None, seed: str | None = None
) -> Recount:
    """Count a file by a method, or say with its line what does not fit."""
    method = METHODS[method_name]
    takes = ("marks", "orders") if isinstance(method, Ranked) else TAKES.get(method.name)
    if file.kind not in (takes or ("marks", "points")):
        raise BadFile(_("The ballots in this file cannot be counted by this method."))
    keys = file.keys
    if seats is not None and not 1 <= seats <= len(keys):
        raise BadFile(_("Choose from 1 to %(most)s options.", most=len(keys)))
    settings = settings_for(method, file, seats, seed)
    for one in file.ballots:
        check_bundle(method, one.marks, settings, keys, one.line)
    # A blank ballot is no vote for or against anything.
    ballots = [marks for marks in file.every_ballot() if marks]
    counted = method.count(ballots, keys, settings)
    broken = list(counted.get("broken_ties", ()))
    winners = counted["winners"]
    if seats is not None and method.name in PLACED:
        lots = Lots(keys, str(settings.get("seed", "")))
        winners = seats_from(counted["order"], seats, lots) if ballots else []
        broken = list(lots.broken)
    names = dict(zip(keys, file.options, strict=True))
    return Recount(counted, names, winners, broken)


def settings_for(
    method: Method, file: BallotFile, seats: int | None, seed: str | None
) -> dict[str, object]:
    """Return the rules: those of the file, and what was said on the command line."""
    settings = dict(file.settings)
    if isinstance(method, SingleTransferableVote):
        if seats is None and not settings.get("seats"):
            raise BadFile(_("Say how many are chosen, with --seats."))
        settings["seats"] = seats or settings["seats"]
    elif seats not in (None, 1) and method.name not in PLACED:
        raise BadFile(_("This method does not choose a number of options."))
    if seed is not None or not settings.get("seed"):
        settings["seed"] = seed or ""
    if isinstance(method, Dots) and "dots" not in settings:
        settings["dots"] = max((sum(one.marks.values()) for one in file.ballots), default=1)
    if isinstance(method, Dots) and "cap" not in settings:
        settings["cap"] = settings["dots"]
    checked = method.check_settings(settings, len(file.options))
    # Of a method without lots it is told only where somebody gave one.
    if "seed" in checked or not settings["seed"]:
        return checked
    return {**checked, "seed": settings["seed"]}


def check_bundle(
    method: Method,
    marks: Mapping[str, int],
    settings: Mapping[str, object],
    keys: Sequence[str],
    line: int,
) -> None:
    if not marks:
        return
    if isinstance(method, Ranked) and not method.may_tie and len({*marks.values()}) < len(marks):
        problem: Refusal = BadFile(
            _("Two options share a place, which this method does not allow.")
        )
    else:
        try:
            method.check(marks, settings, keys)
        except Refusal as refusal:
            problem = refusal
        else:
            return
    raise at_line(line, problem.message) if line else problem
