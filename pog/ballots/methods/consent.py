"""Consent: a draft is adopted when nobody has an open objection, not when most like it.

The four answers and the need for a reason are those of sociocratic and consensus practice (Boeke;
Endenburg, "Sociocracy"). A block stays open in its round; it is lifted by amending the draft and
asking again, so nothing leads from an open objection to an adopted draft.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pog.ballots.methods.interface import Bar, OptionCount, ReasonAsked, Settings, Step
from pog.ballots.methods.scales import Scale
from pog.core.errors import Sentence
from pog.core.i18n import _, _l, _n

BLOCK, DISAGREE, ABSTAIN, AGREE = range(4)


class Consent(Scale):
    """Adopts what nobody blocks."""

    name = "consent"
    label = _l("Consent")
    detail = _l(
        "To adopt a draft together: it passes when nobody blocks it. A block needs a reason."
    )
    reason = ReasonAsked(
        label=_l("What is your reason?"),
        hint=_l("Needed if you disagree or block. It is shown with the result, without your name."),
        missing=_l("You disagree or block. Say why, so that the draft can be changed."),
        title=_l("Objections and concerns"),
        written_by=_l(
            "Written by those who disagree or block, in alphabetical order and without names."
        ),
        on_card=_l("If you disagree or block: what is your reason?"),
    )
    values = range(BLOCK, AGREE + 1)
    not_on_scale = _l("Choose one of the four answers.")
    main_label = _l("Agree")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        return {}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _("It passes when somebody agrees and nobody blocks it.")
        return sentence

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        return [
            Step(value=AGREE, words=_l("I agree"), side=1, shows_number=False),
            Step(value=ABSTAIN, words=_l("I abstain"), side=0, shows_number=False),
            Step(
                value=DISAGREE,
                words=_l("I disagree, but do not stand in the way"),
                side=-1,
                shows_number=False,
                asks_reason=True,
            ),
            Step(
                value=BLOCK,
                words=_l("I block it: it would harm us"),
                side=-1,
                shows_number=False,
                asks_reason=True,
            ),
        ]

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        count["blocks"] = count["counts"][str(BLOCK)]
        count["passes"] = count["blocks"] == 0 and count["counts"][str(AGREE)] > 0

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        sentence: Sentence = (
            _n("%(num)s objection is open.", "%(num)s objections are open.", count["blocks"])
            if count["blocks"]
            else _("No objection is open.")
        )
        return sentence


METHOD: Final = Consent()
