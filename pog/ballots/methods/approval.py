"""Approval: choose as many as you can support, up to a limit if there is one."""

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
    Sent,
    Settings,
)
from pog.ballots.methods.places import ordered, ranks, shared_places
from pog.ballots.methods.reading import refuse_unknown, whole_number
from pog.core.errors import Refusal, Sentence, Unreadable
from pog.core.i18n import _, _l, _n

NONE_OF_THESE: Final = "none"
"""Marked beside the options by someone who supports none of them."""


class Approval(Method):
    """Counts how many support each option."""

    name = "approval"
    label = _l("Approval")
    detail = _l("To choose among several: everybody marks all they can support.")
    rules_title = _l("Rules for approval")
    boxes = (
        Box(
            name="limit",
            label=_l("How many options can a person choose?"),
            hint=_l("A number, or leave it empty for no limit."),
        ),
    )
    parts = Parts(
        vote="ballots/methods/_choices_vote.html",
        card="ballots/methods/_choices_card.html",
        paper="ballots/methods/_choices_paper.html",
        result="ballots/methods/_bars_result.html",
        wall="ballots/methods/_bars_wall.html",
        groups="ballots/methods/_bars_groups.html",
    )

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

    def settings_again(self, settings: Mapping[str, Any], options: int) -> Settings:
        limit = whole_number(settings.get("limit"))
        return {"limit": None if limit is None else max(1, min(limit, options))}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        limit = whole_number(settings.get("limit"))
        sentence: Sentence = (
            _("Choose all the options you can support.")
            if limit is None
            else _n("Choose one option at most.", "Choose %(num)s options at most.", limit)
        )
        return sentence

    def read(self, sent: Sent) -> dict[str, object]:
        marks: dict[str, object] = dict.fromkeys(sent.get("option", ()), "1")
        if any(sent.get(NONE_OF_THESE, ())):
            marks[NONE_OF_THESE] = "1"
        return marks

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

    def shown(self, marks: Mapping[str, object]) -> dict[str, str]:
        """Return what is ticked; a blank ballot is “none of these”."""
        ticked = {option: "1" for option, mark in marks.items() if str(mark) == "1"}
        return ticked if ticked or not marks else {NONE_OF_THESE: "1"}

    def in_words(self, mark: str, settings: Mapping[str, Any]) -> Sentence:
        return ""

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        counts = self.counts(ballots, options, settings)
        approvals = {option: counts[option]["1"] for option in options}
        order = ordered(options, {one: (Fraction(total),) for one, total in approvals.items()})
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
                    answers=len(ballots),
                    counts=counts[option],
                    approvals=approvals[option],
                )
                for option in options
            ],
            order=order,
            ties=ties,
            winners=[one for one in order[0] if approvals[one]],
        )

    def counts(
        self,
        ballots: Collection[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, Any],
    ) -> dict[str, dict[str, int]]:
        approvals = {one: sum(marks.get(one, 0) for marks in ballots) for one in options}
        return {one: {"0": len(ballots) - number, "1": number} for one, number in approvals.items()}

    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        return {
            option: Bar(label=_("Chosen"), value=values.get("1", 0), maximum=sum(values.values()))
            for option, values in counts.items()
        }


METHOD: Final = Approval()
