"""Dots: everybody has the same few and puts them where they matter most."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from pog.ballots.methods.interface import (
    Bar,
    Box,
    Counted,
    Marks,
    Method,
    OptionCount,
    Parts,
    Settings,
)
from pog.ballots.methods.places import ordered, ranks, shared_places
from pog.ballots.methods.reading import refuse_unknown, whole_number
from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _, _l, _n

USUAL_CAP: Final = 2
MOST_DOTS: Final = 100


def usual_dots(options: int) -> int:
    """A quarter of the options, half rounded up, and one at least: 3 dots for 12 options."""
    return max(1, (options + 2) // 4)


class Dots(Method):
    """Adds up the dots on each option."""

    name = "dots"
    label = _l("Dots")
    detail = _l("To find what matters most: everybody has a few dots and puts them on the options.")
    rules_title = _l("Rules for dots")
    boxes = (
        Box(
            name="dots",
            label=_l("How many dots does each person have?"),
            hint=_l("A number. Leave it empty for one dot to every four options, as usual."),
        ),
        Box(
            name="cap",
            label=_l("How many dots may go on one option?"),
            hint=_l("A number. Leave it empty for two at most."),
        ),
    )
    parts = Parts(
        vote="ballots/methods/_dots_vote.html",
        card="ballots/methods/_dots_vote.html",
        paper="ballots/methods/_dots_paper.html",
        result="ballots/methods/_bars_result.html",
        wall="ballots/methods/_bars_wall.html",
        groups="ballots/methods/_bars_groups.html",
        scripts=("dots.js",),
    )

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

    def settings_again(self, settings: Mapping[str, Any], options: int) -> Settings:
        dots, cap = _rules(settings)
        fitting = max(1, min(dots, cap * options))
        return {"dots": fitting, "cap": min(cap, fitting)}

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

    def shown(self, marks: Mapping[str, object]) -> dict[str, str]:
        return {option: str(mark) for option, mark in marks.items() if mark not in (0, "0", "")}

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        counts = self.counts(ballots, options, settings)
        given = {option: [marks.get(option, 0) for marks in ballots] for option in options}
        order = ordered(options, {one: (Fraction(sum(dots)),) for one, dots in given.items()})
        places = ranks(order)
        ties = shared_places(order)
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
                    counts=counts[option],
                    dots=sum(given[option]),
                )
                for option in options
            ],
            order=order,
            ties=ties,
            winners=[one for one in order[0] if any(given[one])],
        )

    def counts(
        self,
        ballots: Collection[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, Any],
    ) -> dict[str, dict[str, int]]:
        _dots, cap = _rules(settings)
        given = {option: [marks.get(option, 0) for marks in ballots] for option in options}
        return {
            option: {str(dots): given[option].count(dots) for dots in range(cap + 1)}
            for option in options
        }

    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        """Return each option's dots among all dots."""
        dots = {
            option: sum(int(value) * number for value, number in values.items())
            for option, values in counts.items()
        }
        together = sum(dots.values())
        return {
            option: Bar(label=_("Dots"), value=number, maximum=together)
            for option, number in dots.items()
        }

    def amount(self, bar: Bar) -> Sentence:
        sentence: Sentence = _n(
            "%(value)s of %(num)s dot, %(share)s percent",
            "%(value)s of %(num)s dots, %(share)s percent",
            bar.maximum,
            value=bar.value,
            share=bar.share,
        )
        return sentence

    def number(self, bar: Bar) -> Sentence:
        sentence: Sentence = _n(
            "%(value)s of %(num)s dot", "%(value)s of %(num)s dots", bar.maximum, value=bar.value
        )
        return sentence

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        sentence: Sentence = _n(
            "%(share)s percent of all dots, from %(num)s person.",
            "%(share)s percent of all dots, from %(num)s people.",
            count["answers"],
            share=bar.share,
        )
        return sentence


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
