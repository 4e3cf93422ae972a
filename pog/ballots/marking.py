"""Marks as pages send them and as pages tick them."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import Ballot, Vote


def read_marks(ballot: Ballot, sent: MultiDict[str, str]) -> dict[str, object]:
    """What was marked on the page, for the method to check; what is not marked is absent."""
    if ballot.method == "approval":
        marks: dict[str, object] = dict.fromkeys(sent.getlist("option"), "1")
        if sent.get(NONE_OF_THESE):
            marks[NONE_OF_THESE] = "1"
        return marks
    prefix = "mark-"
    return {name[len(prefix) :]: mark for name, mark in sent.items() if name.startswith(prefix)}


def marks_shown(marks: Mapping[str, object], method: str) -> dict[str, str]:
    """Marks as the page ticks them: option and value; a blank approval is “none of these”."""
    if method == "dots":
        return {option: str(mark) for option, mark in marks.items() if mark not in (0, "0", "")}
    if method != "approval":
        return {option: str(mark) for option, mark in marks.items()}
    ticked = {option: "1" for option, mark in marks.items() if str(mark) == "1"}
    return ticked if ticked or not marks else {NONE_OF_THESE: "1"}


def stored_marks(ballot: Ballot, vote: Vote | None) -> dict[str, str]:
    return {} if vote is None else marks_shown(vote.marks, ballot.method)
