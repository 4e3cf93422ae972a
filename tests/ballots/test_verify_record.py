"""The record of a ballot's decisions: whatever is changed later is found, line by line."""

import json
import random
from datetime import timedelta

import pytest
from click.testing import CliRunner

from pog.ballots.chain import first_break, head_of, log_of
from pog.ballots.models import Ballot, LogEntry
from pog.ballots.verifying import verify_command
from pog.core.database import db
from tests.ballots.halls import options_of
from tests.factories import make_ballot, make_participant
from tests.races import at_once


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def ballot_id(app, cast, work, ana, as_person):
    """Opened, two votes taken out, closed and shown: five lines."""
    with work():
        ballot = make_ballot(cast.convening, options=("Yes", "No"), state="draft")
    address = f"/ballots/{ballot.id}"
    ana.post(f"{address}/open")
    with app.app_context():
        options = options_of(ballot)
    ben = as_person(cast.ben)
    for _ in range(2):
        ben.post(f"{address}/vote", data={"option": options[:1]})
        ana.post(f"{address}/voiding", data={"seat": cast.ben_seat.id, "why": "By mistake."})
    ben.post(f"{address}/vote", data={"option": options[:1]})
    ana.post(f"{address}/close")
    ana.post(f"{address}/reveal")
    return ballot.id


def verify(app, *words):
    return CliRunner().invoke(verify_command, list(words), obj=lambda: app)


def kinds(ballot_id):
    return [entry.kind for entry in log_of(ballot_id)]


def test_each_decision_is_a_line_with_who_and_when(app, cast, ana, ballot_id):
    with app.app_context():
        assert kinds(ballot_id) == ["opened", "voided", "voided", "closed", "revealed"]
        entries = log_of(ballot_id)
        assert {entry.by for entry in entries} == {cast.ana_seat.nickname}
        head = head_of(entries)
        assert first_break(db.session.get(Ballot, ballot_id), entries) is None
    assert head[:16] in ana.get(f"/ballots/{ballot_id}").text
    text = ana.get(f"/ballots/{ballot_id}/record").text
    assert head in text
    assert "Nothing was changed later" in text


def mutations(rng, entries):
    """One change of one line: another word, one line less, one twice, two swapped."""
    place = rng.randrange(len(entries))
    kind = rng.choice(["by", "why", "kind", "at", "detail", "delete", "insert", "swap"])
    lines = [copy_of(entry) for entry in entries]
    if kind == "delete" and place < len(lines) - 1:
        del lines[place]
    elif kind == "insert":
        lines.insert(place, copy_of(lines[place]))
    elif kind == "swap" and place:
        lines[place - 1], lines[place] = lines[place], lines[place - 1]
        return lines, place
    elif kind == "at":
        lines[place].at += timedelta(microseconds=1)
    elif kind == "detail":
        lines[place].detail = {**lines[place].detail, "seat": "Somebody else"}
    else:
        name = kind if kind in ("by", "why", "kind") else "by"
        setattr(lines[place], name, f"{getattr(lines[place], name)}x")
    return lines, place + 1 + (kind == "insert")


def copy_of(entry):
    columns = [column.name for column in LogEntry.__table__.columns]
    return LogEntry(**{name: getattr(entry, name) for name in columns})


def test_every_change_is_found_at_its_line(app, ballot_id):
    rng = random.Random(7)
    with app.app_context():
        ballot = db.session.get(Ballot, ballot_id)
        entries = log_of(ballot_id)
        for _ in range(1000):
            lines, at = mutations(rng, entries)
            found = first_break(ballot, lines)
            assert found is not None
            assert found.number == at
        cut = first_break(ballot, entries[:-2])
        assert cut is not None, "a closed ballot without the line of its close"
        assert head_of(entries[:-1]) != head_of(entries), "only the printed head tells this one"
        db.session.rollback()


@pytest.mark.parametrize(
    ("statement", "problem", "line"),
    [
        ("UPDATE ballots SET question = 'Another one?' WHERE id = :b", "options", 1),
        ("UPDATE options SET name = 'Maybe' WHERE ballot_id = :b AND position = 0", "options", 1),
        (
            "UPDATE ballot_log SET why = 'No reason' WHERE ballot_id = :b AND number = 2",
            "altered",
            2,
        ),
        ("DELETE FROM ballot_log WHERE ballot_id = :b AND number = 3", "missing", 3),
    ],
)
def test_the_command_names_the_first_line(app, work, ballot_id, statement, problem, line):
    clean = verify(app)
    assert clean.exit_code == 0
    assert "1 records, 0 changed." in clean.output
    with work():
        key = ballot_id if db.engine.dialect.name == "postgresql" else ballot_id.hex
        db.session.execute(db.text(statement), {"b": key})
    broken = verify(app, "--json")
    assert broken.exit_code == 1
    told = json.loads(broken.output)
    assert told["broken"] == [{"ballot": str(ballot_id), "line": line, "problem": problem}]
    assert f"line {line}" in verify(app).output


def test_a_changed_result_is_found(app, work, ballot_id):
    with work():
        ballot = db.session.get(Ballot, ballot_id)
        result = json.loads(json.dumps(ballot.result))
        result["total"]["options"][0]["counts"]["1"] += 1
        ballot.result = result
    told = json.loads(verify(app, "--json").output)
    assert [(one["line"], one["problem"]) for one in told["broken"]] == [(4, "result")]


def test_many_writers_make_one_chain(app, cast, work, ana, as_person):
    """Twenty votes are taken out at once: twenty lines, none twice, none forked."""
    with work():
        ballot = make_ballot(cast.convening, options=("Yes", "No"), state="draft")
        seats = [make_participant(cast.convening) for _ in range(20)]
    ana.post(f"/ballots/{ballot.id}/open")
    browsers = [(as_person(cast.ana), seat.id) for seat in seats]
    tokens = [browser.csrf_token() for browser, _seat in browsers]

    def revoke(browser, seat_id, token):
        answer = browser.post(
            f"/ballots/{ballot.id}/voiding",
            data={"seat": str(seat_id), "why": "Gone home.", "revoke": "y"},
            headers={"X-CSRFToken": token},
            csrf=False,
        )
        assert answer.status_code == 303, answer.text

    at_once(
        [
            lambda b=browser, s=seat_id, t=token: revoke(b, s, t)
            for (browser, seat_id), token in zip(browsers, tokens, strict=True)
        ]
    )
    with app.app_context():
        entries = log_of(ballot.id)
        assert [entry.number for entry in entries] == list(range(1, 22))
        assert first_break(db.session.get(Ballot, ballot.id), entries) is None
