"""Motions: yes, no, abstentions, and when they pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

MOTION = METHODS["motion"]
VOTES = st.lists(st.integers(0, 2), max_size=30)


def counted(yes=0, no=0, abstained=0, **rules):
    ballots = [{"a": 2}] * yes + [{"a": 0}] * no + [{"a": 1}] * abstained
    return MOTION.count(ballots, ["a"], MOTION.check_settings(rules, 1))


@pytest.mark.parametrize(
    ("votes", "rules", "passes"),
    [
        ((5, 4, 0), {}, True),
        ((4, 4, 0), {}, False),
        ((1, 0, 9), {}, True),
        ((5, 4, 1), {"abstentions": "like_no"}, False),
        ((6, 4, 1), {"abstentions": "like_no"}, True),
        ((2, 1, 0), {"pass_rule": "two_thirds"}, True),
        ((66, 34, 0), {"pass_rule": "two_thirds"}, False),
        ((67, 33, 0), {"pass_rule": "two_thirds"}, True),
        ((2, 1, 1), {"pass_rule": "two_thirds", "abstentions": "like_no"}, False),
        ((3, 2, 0), {"pass_rule": "share", "share": "60"}, True),
        ((3, 2, 0), {"pass_rule": "share", "share": "61"}, False),
        ((3, 0, 3), {"pass_rule": "share", "share": 60, "abstentions": "like_no"}, False),
        ((0, 0, 5), {}, False),
        ((0, 0, 0), {"pass_rule": "two_thirds"}, False),
    ],
)
def test_passes(votes, rules, passes):
    result = counted(*votes, **rules)
    assert result["options"][0]["passes"] is passes
    assert result["winners"] == (["a"] if passes else [])


@pytest.mark.parametrize("abstentions", ["left_out", "like_no"])
@pytest.mark.parametrize("rule", ["simple", "two_thirds", "share"])
def test_the_rule_says_what_abstentions_do(rule, abstentions):
    told = str(MOTION.rule({"pass_rule": rule, "abstentions": abstentions, "share": 60}))
    assert told.startswith("It passes when")
    assert ("weighs like no" in told) is (abstentions == "like_no")


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"pass_rule": "coin"}, "pass_rule"),
        ({"abstentions": "yes"}, "abstentions"),
        ({"share": "0"}, "motion_share"),
        ({"share": "most"}, "motion_share"),
    ],
)
def test_refuses_rules(rules, field):
    with pytest.raises(Refusal) as refused:
        MOTION.check_settings(rules, 1)
    assert refused.value.field == field


@pytest.mark.parametrize("mark", ["3", "-1", "yes", "", None])
def test_refuses_other_marks(mark):
    with pytest.raises(Refusal, match="Choose yes, no, or abstain"):
        MOTION.check({"a": mark}, {}, ["a"])


@given(VOTES, st.sampled_from(["simple", "two_thirds", "share"]), st.booleans())
def test_one_more_yes_never_hurts(votes, rule, like_no):
    rules = MOTION.check_settings(
        {"pass_rule": rule, "abstentions": "like_no" if like_no else "left_out"}, 1
    )

    def passes(marks):
        return MOTION.count([{"a": mark} for mark in marks], ["a"], rules)["options"][0]["passes"]

    assert sum(MOTION.counts([{"a": v} for v in votes], ["a"], rules)["a"].values()) == len(votes)
    if passes(votes):
        assert passes([*votes, 2])
    assert passes(votes or [2]) or not all(mark == 2 for mark in votes)
