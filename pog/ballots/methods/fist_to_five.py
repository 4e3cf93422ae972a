"""Fist-to-five: how far each person can go along, in six printed steps."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from pog.ballots.methods.interface import (
    Counted,
    Marks,
    OptionCount,
    Settings,
    ordered,
    ranks,
    refuse_unknown,
    whole_number,
)
from pog.core.errors import Refusal, Sentence, Unreadable
from pog.core.i18n import _, _l

HIGHEST: Final = 5
CAN_LIVE_WITH_IT: Final = 3
PASS_SHARE: Final = 80
WORD_LIMIT: Final = 80

# Scales differ from room to room, so the words stand beside the numbers.
WORDS: Final[tuple[Sentence, ...]] = (
    _l("I block this"),
    _l("I have serious concerns"),
    _l("I have minor concerns"),
    _l("I can live with it"),
    _l("I think it is good"),
    _l("I will help lead it"),
)


class FistToFive:
    """Counts how many can live with each option, and whether anyone blocks it."""

    name = "fist_to_five"
    label = _l("Fist to five")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        words = settings.get("words") or [str(word) for word in WORDS]
        if not isinstance(words, Sequence) or isinstance(words, str) or len(words) != HIGHEST + 1:
            raise Refusal(_("Enter six descriptions, for 0 to 5."), field="words")
        told = [" ".join(str(word).split()) for word in words]
        if not all(told):
            raise Refusal(_("Say what each number from 0 to 5 means."), field="words")
        if any(len(word) > WORD_LIMIT for word in told):
            raise Refusal(
                _("Use at most %(limit)s characters for each number.", limit=WORD_LIMIT),
                field="words",
            )
        share = settings.get("pass_share")
        number = PASS_SHARE if share in (None, "") else whole_number(share)
        if number is None or not 1 <= number <= 100:
            raise Refusal(_("Enter a percentage from 1 to 100."), field="pass_share")
        return {"words": told, "pass_share": number}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Choose from 0 to 5. It passes when at least %(share)s of 100 people choose 3 or more "
            "and nobody chooses 0.",
            share=_pass_share(settings),
        )
        return sentence

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return 0 to 5 for the options answered; of several, some may stay open."""
        refuse_unknown(marks, options)
        given = {option: mark for option, mark in marks.items() if mark not in (None, "")}
        if not given:
            raise Refusal(_("Choose a number from 0 to 5."))
        read = {option: whole_number(given[option]) for option in options if option in given}
        checked = {
            option: mark
            for option, mark in read.items()
            if mark is not None and 0 <= mark <= HIGHEST
        }
        if len(checked) != len(read):
            raise Unreadable(_("Choose a number from 0 to 5."))
        return checked

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        return any(mark < CAN_LIVE_WITH_IT for mark in marks.values())

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        found = [_count_option(option, ballots, _pass_share(settings)) for option in options]
        order = ordered(options, {count["option"]: _score(count) for count in found})
        places = ranks(order)
        ties = [tied for tied in order if len(tied) > 1]
        for count in found:
            count["rank"] = places[count["option"]]
            count["tied"] = any(count["option"] in tied for tied in ties)
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=found,
            order=order,
            ties=ties,
        )


def _pass_share(settings: Mapping[str, object]) -> int:
    share = whole_number(settings.get("pass_share"))
    return PASS_SHARE if share is None else share


def _count_option(
    option: str, ballots: Sequence[Mapping[str, int]], pass_share: int
) -> OptionCount:
    values = sorted(marks[option] for marks in ballots if option in marks)
    willing = sum(value >= CAN_LIVE_WITH_IT for value in values)
    blocks = values.count(0)
    return OptionCount(
        option=option,
        rank=0,
        tied=False,
        answers=len(values),
        counts={str(value): values.count(value) for value in range(HIGHEST + 1)},
        at_least_three=willing,
        blocks=blocks,
        lowest=values[0] if values else None,
        median=[values[(len(values) - 1) // 2], values[len(values) // 2]] if values else [],
        passes=bool(values) and blocks == 0 and 100 * willing >= pass_share * len(values),
    )


def _score(count: OptionCount) -> tuple[Fraction, ...]:
    """Order by the share of 3 and more, then by how few block."""
    answers = count["answers"]
    if not answers:
        return (Fraction(-1), Fraction(0))
    return (Fraction(count["at_least_three"], answers), -Fraction(count["blocks"], answers))


METHOD: Final = FistToFive()
