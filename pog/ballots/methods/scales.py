"""What methods share in which each option is answered on one and the same scale."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Final

from pog.ballots.methods.interface import Marks, Method, Parts
from pog.ballots.methods.reading import refuse_unknown, whole_number
from pog.core.errors import Refusal, Sentence, Unreadable

SCALE_PARTS: Final = Parts(
    vote="ballots/methods/_scale_vote.html",
    card="ballots/methods/_scale_card.html",
    paper="ballots/methods/_scale_paper.html",
    result="ballots/methods/_scale_result.html",
    wall="ballots/methods/_scale_wall.html",
    groups="ballots/methods/_scale_groups.html",
)


class Scale(Method):
    """One step for each option; of several options some may stay open."""

    values: ClassVar[range]
    not_on_scale: ClassVar[Sentence]
    """The refusal for an empty ballot and for other marks."""
    least_options = 1
    parts = SCALE_PARTS

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return the steps of the options answered."""
        refuse_unknown(marks, options)
        given = {option: mark for option, mark in marks.items() if mark not in (None, "")}
        if not given:
            raise Refusal(self.not_on_scale)
        read = {option: whole_number(given[option]) for option in options if option in given}
        checked = {
            option: mark
            for option, mark in read.items()
            if mark is not None and mark in self.values
        }
        if len(checked) != len(read):
            raise Unreadable(self.not_on_scale)
        return checked

    def in_words(self, mark: str, settings: Mapping[str, Any]) -> Sentence:
        named = {str(step.value): step for step in self.steps(settings)}
        return named[mark].short if mark in named else mark

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        low = {step.value for step in self.steps({}) if step.asks_reason}
        return any(mark in low for mark in marks.values())

    def counts(
        self, ballots: Collection[Mapping[str, int]], option: str, settings: Mapping[str, Any]
    ) -> dict[str, int]:
        given = [marks[option] for marks in ballots if option in marks]
        return {str(value): given.count(value) for value in self.values}


def middle(values: Sequence[int]) -> list[int]:
    """Return the two middle ones of sorted values, equal where their number is odd."""
    return [values[(len(values) - 1) // 2], values[len(values) // 2]] if values else []


def middle_in_words(median: Sequence[int]) -> str:
    return "–".join(str(value) for value in sorted(set(median)))
