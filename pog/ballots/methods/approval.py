"""Approval: choose as many as you can support, up to a limit if there is one."""

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
from pog.core.i18n import _, _l, _n

NONE_OF_THESE: Final = "none"
"""Marked beside the options by someone who supports none of them."""


class Approval:
    """Counts how many support each option."""

    name = "approval"
    label = _l("Approval")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        limit = settings.get("limit")
        if limit in (None, ""):
            return {"limit": None}
        number = whole_number(limit)
        if number is None or not 1 <= number <= options:
            raise Refusal(
                _(
                    "Enter how many options a person can choose, from 1 to %(options)s, "
                    "or leave the box empty.",
                    options=options,
                ),
                field="limit",
            )
        return {"limit": number}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        limit = whole_number(settings.get("limit"))
        sentence: Sentence = (
            _("Choose all the options you can support.")
            if limit is None
            else _n("Choose one option at most.", "Choose %(num)s options at most.", limit)
        )
        return sentence

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return 1 or 0 for every option; all 0 is the answer “none of these”."""
        none = marks.get(NONE_OF_THESE) in (1, "1", True)
        given = {option: mark for option, mark in marks.items() if option != NONE_OF_THESE}
        refuse_unknown(given, options)
        read = {option: whole_number(mark) for option, mark in given.items()}
        if not all(mark in (0, 1) for mark in read.values()):
            raise Unreadable(_("An option can only be chosen or not chosen."))
        chosen = [option for option in options if read.get(option)]
        if none and chosen:
            raise Refusal(_("Choose options or “None of these”, not both."))
        if not chosen and not none and len(read) < len(options):
            raise Refusal(_("Choose at least one option, or “None of these”."))
        limit = whole_number(settings.get("limit"))
        if limit is not None and len(chosen) > limit:
            raise Refusal(
                _n("You can choose at most one.", "You can choose at most %(num)s.", limit)
            )
        return {option: int(option in chosen) for option in options}

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        return False

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        approvals = {option: sum(marks.get(option, 0) for marks in ballots) for option in options}
        order = ordered(options, {one: (Fraction(total),) for one, total in approvals.items()})
        places = ranks(order)
        ties = [tied for tied in order if len(tied) > 1]
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=[
                OptionCount(
                    option=option,
                    rank=places[option],
                    tied=any(option in tied for tied in ties),
                    answers=len(ballots),
                    counts={"0": len(ballots) - approvals[option], "1": approvals[option]},
                    approvals=approvals[option],
                )
                for option in options
            ],
            order=order,
            ties=ties,
        )


METHOD: Final = Approval()
