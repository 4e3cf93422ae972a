"""Dots: how many there are, what may be put where, and what they add up to."""

import csv
import json
import os
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.ballots.methods import METHODS
from pog.core.errors import Refusal

DOTS = METHODS["dots"]
OPTIONS = ["a", "b", "c", "d"]
RULES = {"dots": 3, "cap": 2}
BALLOTS = st.lists(
    st.fixed_dictionaries({option: st.integers(0, 2) for option in OPTIONS}).filter(
        lambda marks: 0 < sum(marks.values()) <= 3
    )
)
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "elections"
ELECTIONS = Path(os.environ.get("POG_ELECTION_DATA") or BESIDE, "dots_pabulib")


@pytest.mark.parametrize(
    ("options", "dots"),
    [(2, 1), (4, 1), (5, 1), (6, 2), (8, 2), (9, 2), (10, 3), (12, 3), (13, 3), (14, 4), (60, 15)],
)
def test_a_quarter_of_the_options_unless_told_otherwise(options, dots):
    assert DOTS.check_settings({}, options) == {"dots": dots, "cap": min(2, dots)}


def test_settings():
    assert DOTS.check_settings({"dots": "5", "cap": ""}, 4) == {"dots": 5, "cap": 2}
    assert DOTS.check_settings({"dots": " 5 ", "cap": "5"}, 4) == {"dots": 5, "cap": 5}
    assert DOTS.check_settings(RULES, 4) == RULES
    for dots in ("0", "-1", "101", "x", 1.5, True):
        with pytest.raises(Refusal, match="how many dots each person has") as refused:
            DOTS.check_settings({"dots": dots}, 4)
        assert refused.value.field == "dots"
    for cap in ("0", "4", "x", True):
        with pytest.raises(Refusal, match="from 1 to 3") as refused:
            DOTS.check_settings({"dots": 3, "cap": cap}, 4)
        assert refused.value.field == "cap"
    with pytest.raises(Refusal, match=r"There is room for 8 dots only\."):
        DOTS.check_settings({"dots": 9}, 4)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"dots": 1, "cap": 1}, "You have one dot."),
        ({"dots": 3, "cap": 3}, "all on one if you like"),
        ({"dots": 3, "cap": 1}, "one on each option"),
        ({"dots": 3, "cap": 2}, "at most 2 on one option"),
    ],
)
def test_the_rule_is_a_sentence(rules, sentence):
    assert sentence in str(DOTS.rule(rules))


@pytest.mark.parametrize(
    ("marks", "checked"),
    [
        ({"a": "2", "c": "1"}, {"a": 2, "b": 0, "c": 1, "d": 0}),
        ({"a": "1", "b": "", "c": "0", "d": None}, {"a": 1, "b": 0, "c": 0, "d": 0}),
        ({"d": 2}, {"a": 0, "b": 0, "c": 0, "d": 2}),
    ],
)
def test_reads_marks(marks, checked):
    assert DOTS.check(marks, RULES, OPTIONS) == checked
    assert DOTS.check(checked, RULES, OPTIONS) == checked


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ({}, "Put a dot on at least one option."),
        ({"a": "0", "b": ""}, "Put a dot on at least one option."),
        ({"a": 2, "b": 2}, "You have 3 dots and put 4. Take some away."),
        ({"a": 3}, "You can put at most 2 dots on one option."),
        ({"z": 1}, "This ballot has other options now."),
        ({"a": "-1"}, "Use whole numbers of dots"),
        ({"a": -1, "b": 3}, "Use whole numbers of dots"),
        ({"a": "1.5"}, "Use whole numbers of dots"),
        ({"a": "one"}, "Use whole numbers of dots"),
        ({"a": True}, "Use whole numbers of dots"),
        ({"a": ["1"]}, "Use whole numbers of dots"),
        ({"a": "9999999999999999999"}, "Use whole numbers of dots"),
    ],
)
def test_refuses_marks(marks, sentence):
    with pytest.raises(Refusal) as refused:
        DOTS.check(marks, RULES, OPTIONS)
    assert str(refused.value).startswith(sentence)


def test_a_count_by_hand():
    ballots = [
        {"a": 2, "b": 1, "c": 0, "d": 0},
        {"a": 0, "b": 2, "c": 0, "d": 1},
        {"a": 1, "b": 0, "c": 0, "d": 0},
        {"a": 0, "b": 0, "c": 0, "d": 2},
    ]
    counted = DOTS.count(ballots, OPTIONS, RULES)
    assert (counted["ballots"], counted["order"]) == (4, [["a", "b", "d"], ["c"]])
    assert counted["ties"] == [["a", "b", "d"]]
    assert [(one["dots"], one["answers"], one["rank"]) for one in counted["options"]] == [
        (3, 2, 1),
        (3, 2, 1),
        (0, 0, 4),
        (3, 2, 1),
    ]
    assert counted["options"][0]["counts"] == {"0": 2, "1": 1, "2": 1}


def test_nobody_voted():
    counted = DOTS.count([], OPTIONS, RULES)
    assert [one["dots"] for one in counted["options"]] == [0, 0, 0, 0]
    assert counted["order"] == [OPTIONS]


@given(ballots=BALLOTS, seed=st.integers())
def test_the_order_of_ballots_changes_nothing(ballots, seed):
    shuffled = [*ballots]
    Random(seed).shuffle(shuffled)
    first = json.dumps(DOTS.count(ballots, OPTIONS, RULES))
    assert json.dumps(DOTS.count(shuffled, OPTIONS, RULES)) == first


@given(ballots=BALLOTS)
def test_every_dot_is_counted_once(ballots):
    counted = DOTS.count(ballots, OPTIONS, RULES)
    told = {one["option"]: one for one in counted["options"]}
    assert sum(one["dots"] for one in told.values()) == sum(sum(m.values()) for m in ballots)
    for option, one in told.items():
        assert sum(one["counts"].values()) == len(ballots)
        assert sum(int(v) * n for v, n in one["counts"].items()) == one["dots"]
        assert one["answers"] == len(ballots) - one["counts"]["0"]
        better = [other for other in told.values() if other["dots"] > one["dots"]]
        assert one["rank"] == 1 + len(better), option


@given(ballots=BALLOTS, more=st.sampled_from(OPTIONS))
def test_one_more_dot_never_harms(ballots, more):
    before = {one["option"]: one for one in DOTS.count(ballots, OPTIONS, RULES)["options"]}
    after = DOTS.count([*ballots, {more: 1}], OPTIONS, RULES)["options"]
    told = {one["option"]: one for one in after}
    assert told[more]["rank"] <= before[more]["rank"]
    assert told[more]["dots"] == before[more]["dots"] + 1


@given(marks=st.dictionaries(st.sampled_from(OPTIONS), st.integers(-3, 5)))
def test_what_passes_keeps_the_rules(marks):
    try:
        checked = DOTS.check(marks, RULES, OPTIONS)
    except Refusal:
        return
    assert list(checked) == OPTIONS
    assert 1 <= sum(checked.values()) <= 3
    assert all(0 <= dots <= 2 for dots in checked.values())


# ------------------------------------------------------------------ real budgets


def read_budget(path: Path) -> tuple[dict[str, str], list[dict[str, str]], list[dict[str, str]]]:
    """Meta, projects and votes of a file of pabulib.org."""
    parts: dict[str, list[list[str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 1 and row[0].strip() in ("META", "PROJECTS", "VOTES"):
                rows = parts.setdefault(row[0].strip(), [])
            elif row:
                rows.append(row)
    meta = {row[0]: row[1] for row in parts["META"][1:]}
    projects, votes = (
        [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        for rows in (parts["PROJECTS"], parts["VOTES"])
    )
    return meta, projects, votes


def cumulative() -> list[Path]:
    return [
        path
        for path in sorted(ELECTIONS.glob("*.pb"))
        if read_budget(path)[0]["vote_type"] == "cumulative"
    ]


@pytest.mark.skipif(not ELECTIONS.is_dir(), reason="the collection of elections is not here")
def test_real_budgets_add_up_as_published():
    files = cumulative()
    ballots = 0
    for path in files:
        meta, projects, votes = read_budget(path)
        options = [project["project_id"] for project in projects]
        most = int(Fraction(meta["max_sum_points"]))
        settings = DOTS.check_settings({"dots": most, "cap": most}, max(len(options), 2))
        checked = []
        for vote in votes:
            marked = zip(vote["vote"].split(","), vote["points"].split(","), strict=True)
            checked.append(DOTS.check(dict(marked), settings, options))
        counted = DOTS.count(checked, options, settings)
        told = {one["option"]: one for one in counted["options"]}
        for project in projects:
            one = told[project["project_id"]]
            assert one["dots"] == Fraction(project["score"]), (path.name, project)
            assert one["answers"] == Fraction(project["votes"]), (path.name, project)
        scores = [told[option]["dots"] for tied in counted["order"] for option in tied]
        assert scores == sorted(scores, reverse=True)
        ballots += len(checked)
    print(f"{len(files)} files, {ballots} ballots")  # noqa: T201 - a figure to report
    assert files
