"""Gradients of agreement: eight steps from full support to a block.

The scale is Sam Kaner's ("Facilitator's Guide to Participatory Decision-Making"); the words are
ours. It shows how far a room is, and decides nothing by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pog.ballots.methods.interface import Bar, OptionCount, Settings, Step
from pog.ballots.methods.scales import Scale
from pog.core.errors import Sentence
from pog.core.i18n import _, _l, _n

NEUTRAL: Final = 5
WORDS: Final[tuple[Sentence, ...]] = (
    _l("I cannot accept it"),
    _l("I am against it and want no part in it"),
    _l("I am against it, but go with the others"),
    _l("I stand aside"),
    _l("I have no view either way"),
    _l("I support it, with doubts"),
    _l("I support it, with a small point"),
    _l("I support it fully"),
)


class Gradients(Scale):
    """Shows how far support goes, in eight steps."""

    name = "gradients"
    label = _l("Gradients of agreement")
    detail = _l(
        "To see how far support goes: eight steps, from full support to “I cannot accept it”."
    )
    values = range(1, 9)
    not_on_scale = _l("Choose one of the eight steps.")
    main_label = _l("Support")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        return {}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Choose the step that says best where you stand. This shows where the room is. "
            "It decides nothing yet."
        )
        return sentence

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        return [
            Step(
                value=value,
                words=WORDS[value - 1],
                side=(value > NEUTRAL) - (value < NEUTRAL),
            )
            for value in reversed(self.values)
        ]

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        count["blocks"] = count["counts"]["1"]

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        sentence: Sentence = (
            _n(
                "%(num)s person cannot accept it.",
                "%(num)s people cannot accept it.",
                count["blocks"],
            )
            if count["blocks"]
            else _("All who answered can accept it.")
        )
        return sentence if count["answers"] else ""


METHOD: Final = Gradients()
