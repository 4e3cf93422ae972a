"""`pog count`: files of ballots, what is printed, and what is said about bad ones."""

import json

import pytest
from click.testing import CliRunner

from pog.ballots.ballot_files import read_ballots
from pog.ballots.ballot_files.own import bundled, write_csv, write_json
from pog.ballots.commands import count_command
from pog.ballots.methods import METHODS
from pog.ballots.recounting import recount
from tests.ballots.elections import many

BLT = """3 1
2 1 2 0
1 2 0
# nobody reads this
2 3 2 0
0
"A"
"B"
"C"
"Three of them"
"""


@pytest.fixture
def count(tmp_path):
    def run(name, text, *words):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(count_command, [str(path), *words])

    return run


def test_prints_winners_rounds_and_ties(count):
    answer = count("votes.blt", BLT, "--method", "irv", "--seed", "7")
    assert answer.exit_code == 0
    assert "Winners: " in answer.output
    assert "Round 2: B goes out" in answer.output
    assert "Tie in round 2: A, C. The lot decides: " in answer.output


def test_json_names_everything(count):
    words = ("--method", "irv", "--seed", "7", "--json")
    answer = count("votes.blt", BLT, *words)
    told = json.loads(answer.output)
    assert set(told["winners"]) < {"A", "C"}
    assert told["rounds"][0]["totals"] == {"A": 2, "B": 1, "C": 2}
    assert told["ties"][0]["rule"] == "lot"
    assert answer.output == count("votes.blt", BLT, *words).output


def test_seats_from_the_file_or_the_command(count):
    told = json.loads(count("v.blt", BLT, "--method", "stv", "--json").output)
    assert (len(told["winners"]), told["quota"]) == (1, 3)
    told = json.loads(count("v.blt", BLT, "--method", "stv", "--seats", "2", "--json").output)
    assert len(told["winners"]) == 2
    answer = count("v.csv", "A,B\n1,2\n", "--method", "stv")
    assert (answer.exit_code, "--seats" in answer.output) == (1, True)


def test_preflib_keeps_equal_places(count):
    text = (
        "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
        "# ALTERNATIVE NAME 3: C\n2: {1,2},3\n1: 2\n"
    )
    told = json.loads(count("v.toi", text, "--method", "schulze", "--json").output)
    assert told["winners"] == ["B"]
    assert told["pairs"] == [[0, 0, 2], [1, 0, 3], [0, 0, 0]]
    answer = count("v.toi", text, "--method", "irv")
    assert answer.exit_code == 1
    assert "Line 5: Two options share a place" in answer.output


def test_approval_and_dots(count):
    head = "META\nkey;value\nvote_type;{kind}\nPROJECTS\nproject_id;name\n7;Park\n9;Path\n"
    approval = head.format(kind="approval") + "VOTES\nvoter_id;vote\n1;7,9\n2;9\n"
    told = json.loads(count("v.pb", approval, "--method", "approval", "--json").output)
    assert (told["winners"], told["options"][0]["approvals"]) == (["Path"], 1)
    told = json.loads(
        count("v.pb", approval, "--method", "approval", "--seats", "2", "--json").output
    )
    assert told["winners"] == ["Path", "Park"]
    points = head.format(kind="cumulative") + "VOTES\nvoter_id;vote;points\n1;7,9;4,1\n2;9;3\n"
    told = json.loads(count("v.pb", points, "--method", "dots", "--json").output)
    assert [(one["option"], one["dots"]) for one in told["options"]] == [("Park", 4), ("Path", 4)]
    assert told["ties"] == [{"options": ["Park", "Path"], "rule": "shared place"}]
    assert count("v.pb", points, "--method", "irv").exit_code == 1


@pytest.mark.parametrize(
    ("name", "text", "method", "sentence"),
    [
        ("v.blt", "", "stv", "The file is empty."),
        ("v.blt", "3\n", "stv", "Line 1: The first line has to be two numbers"),
        ("v.blt", "2 1\n1 3 0\n0\nA\nB\n", "stv", "Line 2: There is no option 3."),
        ("v.blt", "2 1\n1 1 1 0\n0\nA\nB\n", "stv", "Line 2: Option 1 stands twice"),
        ("v.blt", "2 1\n1 1\n0\nA\nB\n", "stv", "Line 2: A ballot has to begin"),
        ("v.blt", "2 1\nx 1 0\n0\nA\nB\n", "stv", "Line 2: “x” is not a whole number."),
        ("v.blt", "2 1\n1 1 0\n", "stv", "Line 2: A line with 0 has to end"),
        ("v.blt", "2 1\n1 1 0\n0\nA\n", "stv", "names 1 options but says there are 2"),
        ("v.soi", "1: 1,2\n", "irv", "Line 1: There is no option 1."),
        ("v.soi", "# NUMBER ALTERNATIVES: 2\n1 1,2\n", "irv", "Line 2: A ballot has to be"),
        ("v.pb", "META\nkey;value\n", "dots", "The section PROJECTS is missing."),
        ("v.json", "{\n nothing", "irv", "Line 2: This is not JSON."),
        ("v.json", "[]", "irv", "an object with a list of “ballots”"),
        ("v.json", '{"ballots": [[1, "A"]]}', "irv", "Ballot 1 has to be a number and a list"),
        ("v.csv", "A,B\n1,2\n1\n", "irv", "Line 3: There are 1 columns"),
        ("v.csv", "A,B\n1,1\n", "irv", "Line 2: Two options share a place"),
        ("v.csv", "A,B\n9,1\n", "score", "Line 2: Give at least one option a number"),
        ("v.csv", "A,A\n1,1\n", "dots", "Two options have the same name."),
        ("v.txt", "A", "irv", "Give a file that ends in one of these"),
    ],
)
def test_bad_files_are_explained_with_their_line(count, name, text, method, sentence):
    answer = count(name, text, "--method", method)
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert "Traceback" not in answer.output


CAST = {
    "motion": [{"a": 2, "b": 0}, {"a": 1}],
    "consent": [{"a": 3, "b": 0}, {"a": 2}],
    "fist_to_five": [{"a": 5, "b": 0}, {"a": 3}],
    "gradients": [{"a": 8, "b": 1}, {"a": 5}],
    "approval": [{"a": 1, "b": 0}, {"a": 0, "b": 0}],
    "dots": [{"a": 2, "b": 1}, {"a": 0, "b": 3}],
    "score": [{"a": 5, "b": 0}, {"b": 4}],
    "irv": many((2, "ab"), (2, "ba")),
    "stv": many((2, "ab"), (2, "ba")),
    "schulze": [{"a": 1, "b": 1}, {"b": 1}],
}


@pytest.mark.parametrize("name", list(METHODS))
def test_our_own_list_is_recounted_to_the_same_result(name):
    """What a page publishes and what anybody counts from it is one and the same."""
    method = METHODS[name]
    options = ["a", "b"]
    settings = method.check_settings({"seats": 1, "dots": 3, "cap": 3, "seed": "7"}, 2)
    result = method.count(CAST[name], options, settings)
    ballots = bundled(CAST[name], options)
    told = write_json(["A", "B"], ballots, method=name, settings=settings)
    again = recount(read_ballots("list.json", told.encode()), name).counted
    numbers = {"a": "1", "b": "2"}
    assert again["winners"] == [numbers[one] for one in result["winners"]]
    for mine, theirs in zip(result["options"], again["options"], strict=True):
        assert {**mine, "option": numbers[mine["option"]]} == theirs
    assert again.get("pairs") == result.get("pairs")
    table = read_ballots("list.csv", write_csv(["A", "B"], ballots).encode())
    assert [one.marks for one in table.ballots] == [one.marks for one in ballots]
    assert sum(one.number for one in table.ballots) == len(CAST[name])


def test_the_list_says_nothing_about_who_came_first():
    ballots = [{"a": 1}, {"b": 1}, {"a": 1}]
    listed = write_csv(["A", "B"], bundled(ballots, ["a", "b"]))
    assert listed == write_csv(["A", "B"], bundled(ballots[::-1], ["a", "b"]))
    assert listed == "ballots,A,B\n1,,1\n2,1,\n"
