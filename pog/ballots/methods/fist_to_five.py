"""Fist-to-five: how far each person can go along, in six printed steps."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pog.ballots.methods.interface import (
    Bar,
    Box,
    OptionCount,
    ReasonAsked,
    Settings,
    Step,
)
from pog.ballots.methods.reading import whole_number
from pog.ballots.methods.scales import Scale, middle_in_words
from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _, _l, _n

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


BOX_LABELS: Final = (
    _l("0, a fist"),
    _l("1 finger"),
    _l("2 fingers"),
    _l("3 fingers"),
    _l("4 fingers"),
    _l("5 fingers"),
)


class FistToFive(Scale):
    """Counts how many can live with each option, and whether anyone blocks it."""

    name = "fist_to_five"
    label = _l("Fist to five")
    detail = _l("To test one wording: everybody says from 0 to 5 how far they go along.")
    rules_title = _l("Words and rules for fist to five")
    rules_note = _l(
        "These words stand beside the numbers. They cannot be changed once the vote is open."
    )
    boxes = (
        Box(
            name="pass_share",
            label=_l("How many of 100 have to choose 3 or more?"),
            usual=str(PASS_SHARE),
        ),
        *(
            Box(
                name=f"word_{value}",
                label=label,
                setting="words",
                part_of_list=True,
                usual=WORDS[value],
                is_number=False,
            )
            for value, label in enumerate(BOX_LABELS)
        ),
    )
    reason = ReasonAsked(
        label=_l("What would help you go along?"),
        hint=_l("Needed for 0, 1 and 2. It is shown with the result, without your name."),
        missing=_l("You chose 0, 1 or 2. Say what would help you go along."),
        title=_l("What would help"),
        written_by=_l(
            "Written by those who chose 0, 1 or 2, in alphabetical order and without names."
        ),
        on_card=_l("For 0, 1 or 2: what would help you go along?"),
    )
    values = range(HIGHEST + 1)
    main_label = _l("3 or more")
    not_on_scale = _l("Choose a number from 0 to 5.")

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

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        words = settings.get("words") or WORDS
        return [
            Step(
                value=value,
                words=words[value],
                side=1 if value >= CAN_LIVE_WITH_IT else -1,
                asks_reason=value < CAN_LIVE_WITH_IT,
            )
            for value in reversed(self.values)
        ]

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        willing, answers = self.speaking_for(count["counts"]), count["answers"]
        count["at_least_three"] = willing
        count["blocks"] = count["counts"]["0"]
        count["passes"] = (
            answers > 0
            and count["blocks"] == 0
            and 100 * willing >= _pass_share(settings) * answers
        )

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        blocks = (
            _n("%(num)s person blocks it.", "%(num)s people block it.", count["blocks"])
            if count["blocks"]
            else _("Nobody blocks it.")
        )
        if not count["median"]:
            return str(blocks)
        told = _("The middle answer is %(median)s.", median=middle_in_words(count["median"]))
        return f"{blocks} {told}"


def _pass_share(settings: Mapping[str, object]) -> int:
    share = whole_number(settings.get("pass_share"))
    return PASS_SHARE if share is None else share


METHOD: Final = FistToFive()
