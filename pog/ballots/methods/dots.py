"""Dots: everybody has the same few and puts them where they matter most."""

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
from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _, _l, _n

USUAL_CAP: Final = 2
MOST_DOTS: Final = 100


def usual_dots(options: int) -> int:
    """A quarter of the options, half rounded up, and one at least: 3 dots for 12 options."""
    return max(1, (options + 2) // 4)


class Dots:
    """Adds up the dots on each option."""

    name = "dots"
    label = _l("Dots")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        asked = settings.get("dots")
        dots = usual_dots(options) if asked in (None, "") else whole_number(asked)
        if dots is None or not 1 <= dots <= MOST_DOTS:
            raise Refusal(
                _(
                    "Enter how many dots each person has, from 1 to %(most)s, "
                    "or leave the box empty.",
                    most=MOST_DOTS,
                ),
                field="dots",
            )
        asked = settings.get("cap")
        cap = min(USUAL_CAP, dots) if asked in (None, "") else whole_number(asked)
        if cap is None or not 1 <= cap <= dots:
            raise Refusal(
                _(
                    "Enter how many dots may go on one option, from 1 to %(dots)s, "
                    "or leave the box empty.",
                    dots=dots,
                ),
                field="cap",
            )
        if dots > cap * options:
            raise Refusal(
                _(
                    "There is room for %(room)s dots only. "
                    "Give fewer dots, or allow more on one option.",
                    room=cap * options,
                ),
                field="dots",
            )
        return {"dots": dots, "cap": cap}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        dots, cap = _rules(settings)
        if dots == 1:
            sentence: Sentence = _("You have one dot. Put it on the option that matters most.")
        elif cap == dots:
            sentence = _(
                "You have %(dots)s dots. Put them where they matter most, all on one if you like.",
                dots=dots,
            )
        else:
            sentence = _n(
                "You have %(dots)s dots. Put them where they matter most, one on each option.",
                "You have %(dots)s dots. Put them where they matter most, "
                "at most %(num)s on one option.",
                cap,
                dots=dots,
            )
        return sentence

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return the dots on every option, 0 where there are none; not all have to be used."""
        refuse_unknown(marks, options)
        read = {option: _dots_on(marks.get(option)) for option in options}
        dots, cap = _rules(settings)
        used = sum(read.values())
        if used == 0:
            raise Refusal(_("Put a dot on at least one option."))
        if used > dots:
            raise Refusal(
                _n(
                    "You have one dot and put %(used)s. Take some away.",
                    "You have %(num)s dots and put %(used)s. Take some away.",
                    dots,
                    used=used,
                )
            )
        if max(read.values()) > cap:
            raise Refusal(
                _n(
                    "You can put at most one dot on an option.",
                    "You can put at most %(num)s dots on one option.",
                    cap,
                )
            )
        return read

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        return False

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        given = {option: [marks.get(option, 0) for marks in ballots] for option in options}
        order = ordered(options, {one: (Fraction(sum(dots)),) for one, dots in given.items()})
        places = ranks(order)
        ties = [tied for tied in order if len(tied) > 1]
        _given, cap = _rules(settings)
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=[
                OptionCount(
                    option=option,
                    rank=places[option],
                    tied=any(option in tied for tied in ties),
                    answers=sum(dots > 0 for dots in given[option]),
                    counts={str(dots): given[option].count(dots) for dots in range(cap + 1)},
                    dots=sum(given[option]),
                )
                for option in options
            ],
            order=order,
            ties=ties,
        )


def _rules(settings: Mapping[str, object]) -> tuple[int, int]:
    dots = whole_number(settings.get("dots")) or 1
    return dots, whole_number(settings.get("cap")) or min(USUAL_CAP, dots)


def _dots_on(mark: object) -> int:
    if mark in (None, ""):
        return 0
    dots = whole_number(mark)
    if dots is None or dots < 0:
        raise Refusal(_("Use whole numbers of dots, such as 0, 1 or 2."))
    return dots


METHOD: Final = Dots()
