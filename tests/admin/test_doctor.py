"""An operator checks the installation."""

import json
from pathlib import Path

import openpyxl

from tests.warm import Done, command


def pog(data: Path, *words: str, **settings: str) -> Done:
    """Run the command on a data folder of its own."""
    return command(*words, POG_DATA=str(data), **settings)


def test_a_new_folder_is_not_in_order_until_something_used_it(tmp_path: Path) -> None:
    before = pog(tmp_path, "doctor", "--json")
    assert before.returncode == 1
    assert not json.loads(before.stdout)["schema"]["ok"]

    assert "us-va-2017" in pog(tmp_path, "library", "list").stdout

    after = json.loads(pog(tmp_path, "doctor", "--json").stdout)
    assert after["schema"]["ok"]
    assert after["library"]["says"] == "20 published profiles and 46 frameworks."


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/pog"
    answer = pog(tmp_path, "profile", "list", POG_DATABASE_URL=nowhere)

    assert answer.returncode == 1
    assert "The database does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr

    doctor = pog(tmp_path, "doctor", "--json", POG_DATABASE_URL=nowhere)
    assert doctor.returncode == 1
    assert not json.loads(doctor.stdout)["database"]["ok"]


def test_accounts_and_organizations_from_the_terminal(tmp_path: Path) -> None:
    made = pog(tmp_path, "org", "create", "ridge", "--name", "Ridge", "--level", "district")
    assert made.returncode == 0
    words = ("user", "create", "a@example.org", "--org", "ridge", "--role", "admin")
    assert pog(tmp_path, *words, POG_NEW_PASSWORD="three blue lanterns").returncode == 0

    again = pog(tmp_path, "org", "create", "ridge", "--name", "Ridge", "--level", "district")
    assert again.returncode == 1
    assert again.stderr.strip() == "There is already an organization with this short name."
    assert pog(tmp_path, "org", "create", "ridge").returncode == 2


def test_the_worked_example_is_made_once(tmp_path: Path) -> None:
    first = pog(tmp_path, "demo", "--no-serve")
    second = pog(tmp_path, "demo", "--no-serve")

    assert "Join code" in first.stdout
    assert first.stdout == second.stdout
    listed = json.loads(pog(tmp_path, "profile", "list", "--json").stdout)
    assert [profile["slug"] for profile in listed] == ["blue-lantern-portrait"]
    file = tmp_path / "example.xlsx"
    words = ("export", "blue-lantern-portrait", "--format", "xlsx", "-o", str(file))
    assert pog(tmp_path, *words).returncode == 0
    rows = openpyxl.load_workbook(file)["Translations"].iter_rows(min_row=2, values_only=True)
    states = [(row[3], row[5]) for row in rows]
    assert [state for _original, state in states].count("missing") == 0
    ((original, _state),) = [row for row in states if row[1] == "outdated"]
    assert original.startswith("Knows how public decisions are made")
