"""A motion: yes, no, or an abstention, with a rule that says when it passes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from pog.ballots.methods.interface import Bar, Box, OptionCount, Settings, Step
from pog.ballots.methods.reading import whole_number
from pog.ballots.methods.scales import Scale
from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _, _l

NO, ABSTENTION, YES = 0, 1, 2
SIMPLE, TWO_THIRDS, SHARE = "simple", "two_thirds", "share"
LEFT_OUT, LIKE_NO = "left_out", "like_no"
USUAL_SHARE: Final = 60


class Motion(Scale):
    """Counts yes against no."""

    name = "motion"
    label = _l("Yes or no")
    detail = _l("To adopt something: each person says yes, no, or “I abstain”.")
    rules_title = _l("Rules for yes or no")
    boxes = (
        Box(
            name="pass_rule",
            label=_l("When does it pass?"),
            usual=SIMPLE,
            choices=(
                (SIMPLE, _l("More yes than no")),
                (TWO_THIRDS, _l("At least two thirds say yes")),
                (SHARE, _l("A share that you set below")),
            ),
        ),
        Box(
            name="motion_share",
            setting="share",
            label=_l("How many of 100 have to say yes?"),
            hint=_l("A number, for a share that you set."),
            usual=str(USUAL_SHARE),
        ),
        Box(
            name="abstentions",
            label=_l("What do abstentions do?"),
            usual=LEFT_OUT,
            choices=(
                (LEFT_OUT, _l("They are left out of the count")),
                (LIKE_NO, _l("They count as votes cast, so they weigh like a no")),
            ),
        ),
    )
    values = range(NO, YES + 1)
    not_on_scale = _l("Choose yes, no, or abstain.")
    main_label = _l("Yes")

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        rule = settings.get("pass_rule") or SIMPLE
        if rule not in (SIMPLE, TWO_THIRDS, SHARE):
            raise Refusal(_("Choose when it passes."), field="pass_rule")
        abstentions = settings.get("abstentions") or LEFT_OUT
        if abstentions not in (LEFT_OUT, LIKE_NO):
            raise Refusal(_("Choose what abstentions do."), field="abstentions")
        asked = settings.get("share")
        share = USUAL_SHARE if asked in (None, "") else whole_number(asked)
        if share is None or not 1 <= share <= 100:
            raise Refusal(_("Enter a percentage from 1 to 100."), field="motion_share")
        return {"pass_rule": rule, "share": share, "abstentions": abstentions}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        share = whole_number(settings.get("share")) or USUAL_SHARE
        like_no = settings.get("abstentions") == LIKE_NO
        sentences: dict[object, tuple[Sentence, Sentence]] = {
            SIMPLE: (
                _("It passes when more people say yes than no. Abstentions do not count."),
                _("It passes when more than half of all votes are yes. To abstain weighs like no."),
            ),
            TWO_THIRDS: (
                _("It passes when two thirds of the yes and no votes are yes, or more."),
                _(
                    "It passes when two thirds of all votes are yes, or more. "
                    "To abstain weighs like no."
                ),
            ),
            SHARE: (
                _(
                    "It passes when %(share)s of 100 yes and no votes are yes, or more. "
                    "Abstentions do not count.",
                    share=share,
                ),
                _(
                    "It passes when %(share)s of 100 votes are yes, or more. "
                    "To abstain weighs like no.",
                    share=share,
                ),
            ),
        }
        return sentences[settings.get("pass_rule") or SIMPLE][like_no]

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        return [
            Step(value=YES, words=_l("Yes"), side=1, shows_number=False),
            Step(value=ABSTENTION, words=_l("I abstain"), side=0, shows_number=False),
            Step(value=NO, words=_l("No"), side=-1, shows_number=False),
        ]

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        yes = count["counts"][str(YES)]
        of = yes + count["counts"][str(NO)]
        if settings.get("abstentions") == LIKE_NO:
            of = count["answers"]
        rule = settings.get("pass_rule") or SIMPLE
        share = whole_number(settings.get("share")) or USUAL_SHARE
        if rule == SIMPLE:
            count["passes"] = 2 * yes > of
        elif rule == TWO_THIRDS:
            count["passes"] = of > 0 and 3 * yes >= 2 * of
        else:
            count["passes"] = of > 0 and 100 * yes >= share * of

    def score(self, count: OptionCount) -> tuple[Fraction, ...]:
        """Order by yes among yes and no; what nobody answered comes last."""
        yes, no = count["counts"][str(YES)], count["counts"][str(NO)]
        return (Fraction(yes, yes + no) if yes + no else Fraction(-1), Fraction(yes))

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        counts = count["counts"]
        sentence: Sentence = _(
            "%(yes)s yes, %(no)s no, %(abstained)s abstained.",
            yes=counts[str(YES)],
            no=counts[str(NO)],
            abstained=counts[str(ABSTENTION)],
        )
        return sentence


METHOD: Final = Motion()
