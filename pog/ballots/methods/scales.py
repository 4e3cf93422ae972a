"""What methods share in which each option is answered on one and the same scale."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Final

from pog.ballots.methods.interface import Bar, Counted, Marks, Method, OptionCount, Parts
from pog.ballots.methods.places import ordered, ranks, shared_places
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
    main_label: ClassVar[Sentence]
    """What those are called who speak for an option."""
    least_options = 1
    spreads = True
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
        self,
        ballots: Collection[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, Any],
    ) -> dict[str, dict[str, int]]:
        counts = {option: dict.fromkeys(map(str, self.values), 0) for option in options}
        for marks in ballots:
            for option, mark in marks.items():
                counts[option][str(mark)] += 1
        return counts

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        given = self.counts(ballots, options, settings)
        found = [self.count_option(option, given[option], settings) for option in options]
        order = ordered(options, {count["option"]: self.score(count) for count in found})
        places = ranks(order)
        ties = shared_places(order)
        for count in found:
            count["rank"] = places[count["option"]]
            count["tied"] = any(count["option"] in tied for tied in ties)
        counts = {count["option"]: count for count in found}
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=found,
            order=order,
            ties=ties,
            winners=self.winners(order, counts),
        )

    def count_option(
        self, option: str, given: dict[str, int], settings: Mapping[str, object]
    ) -> OptionCount:
        values = [int(value) for value, number in given.items() for _one in range(number)]
        count = OptionCount(
            option=option,
            rank=0,
            tied=False,
            answers=len(values),
            counts=given,
            lowest=values[0] if values else None,
            median=middle(values),
        )
        self.judge(count, settings)
        return count

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        """Add what this method says about the answers to one option."""

    def score(self, count: OptionCount) -> tuple[Fraction, ...]:
        """Order by the share that speaks for it, then by how few stand at the very bottom."""
        answers = count["answers"]
        if not answers:
            return (Fraction(-1), Fraction(0))
        lowest = count["counts"][str(self.values[0])]
        return (Fraction(self.speaking_for(count["counts"]), answers), -Fraction(lowest, answers))

    def winners(
        self, order: Sequence[Sequence[str]], counts: Mapping[str, OptionCount]
    ) -> list[str]:
        """Return what passes, the best first; without a pass rule what shares the first place."""
        if any("passes" in count for count in counts.values()):
            return [one for place in order for one in place if counts[one].get("passes")]
        return [one for one in order[0] if counts[one]["answers"]] if order else []

    def speaking_for(self, counts: Mapping[str, int]) -> int:
        steps = [str(step.value) for step in self.steps({}) if step.side > 0]
        return sum(counts.get(value, 0) for value in steps)

    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        return {
            option: Bar(
                label=str(self.main_label),
                value=self.speaking_for(values),
                maximum=sum(values.values()),
            )
            for option, values in counts.items()
        }


def middle(values: Sequence[int]) -> list[int]:
    """Return the two middle ones of sorted values, equal where their number is odd."""
    return [values[(len(values) - 1) // 2], values[len(values) // 2]] if values else []


def middle_in_words(median: Sequence[int]) -> str:
    return "–".join(str(value) for value in sorted(set(median)))
