"""Opening a table: its number, its scribe, and a numbered card for everybody there."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from pog.convenings.models import Participant
from pog.convenings.queries import representation
from pog.core.database import db
from pog.core.events import on
from pog.tables.events import TableChanged
from pog.tables.models import Table
from tests.ballots.halls import groups_of
from tests.factories import make_participant, make_table, make_vote


@pytest.fixture
def new(cast):
    return f"/convenings/{cast.convening.id}/tables/new"


@pytest.fixture
def groups(app, cast):
    with app.app_context():
        return {name: group.id for name, group in groups_of(cast.convening).items()}


def people(groups, **wanted):
    return {f"people-{groups[name]}": str(number) for name, number in wanted.items()}


def tables(app):
    with app.app_context():
        found = db.session.query(Table).order_by(Table.number).all()
        return [
            (
                table.number,
                [(card.number, card.seat.nickname, card.seat.group_id) for card in table.cards],
                table.scribe_id,
            )
            for table in found
        ]


def test_a_facilitator_opens_one_and_names_the_scribe(app, cast, ana, new, groups, work, as_person):
    guest = as_person(None)
    with work():
        seat = make_participant(cast.convening, sign_in=guest.sign_in, nickname="Patient Owl")
    assert "Patient Owl" in ana.get(new).text
    data = {"number": "4", "name": "By the window", "scribe": str(seat.id)}
    answer = ana.post(new, data={**data, **people(groups, Students=2, Families=1)})
    assert answer.status_code == 303
    assert tables(app) == [
        (
            4,
            [
                (1, "Table 4, card 1", groups["Students"]),
                (2, "Table 4, card 2", groups["Students"]),
                (3, "Table 4, card 3", groups["Families"]),
            ],
            seat.id,
        )
    ]
    text = ana.get(answer.location).text
    assert "Table 4: By the window" in text
    assert "Cards 1, 2" in text
    with app.app_context():
        assert db.session.get(Participant, seat.id).role == "scribe"
    assert guest.get(answer.location).status_code == 200
    assert "To my table" in guest.get(f"/convenings/{cast.convening.id}").text
    assert f'value="{seat.id}"' not in ana.get(new).text, "one scribe sits at one table"


def joined(cast):
    rows = representation(cast.convening.id)
    return {row.group.name: row.joined for row in rows if row.group}


def test_people_at_tables_are_here(app, cast, ana, new, groups):
    with app.app_context():
        before = joined(cast)
    ana.post(new, data={"number": "1", **people(groups, Students=3, Families=2)})
    with app.app_context():
        after = joined(cast)
    assert after == {**before, "Students": before["Students"] + 3, "Families": 2}
    desk = ana.get(f"/convenings/{cast.convening.id}/desk").text
    assert "Tables and paper cards" in desk
    assert f'href="/convenings/{cast.convening.id}/tables"' in desk


def test_a_scribe_opens_their_own(app, cast, scribe, new, groups):
    answer = scribe.get(f"/convenings/{cast.convening.id}/tables")
    assert answer.location.endswith("/tables/new")
    assert "Who writes for the table?" not in scribe.get(new).text
    answer = scribe.post(new, data={"number": "2", "scribe": "x", **people(groups, Families=2)})
    assert answer.status_code == 303, answer.text
    assert tables(app)[0][2] == scribe.seat.id
    again = scribe.get(f"/convenings/{cast.convening.id}/tables")
    assert again.location == answer.location
    second = scribe.post(new, data={"number": "3", "scribe": "", **people(groups, Families=2)})
    assert second.status_code == 409
    assert "is the scribe of table 2" in second.text
    assert len(tables(app)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": ""}, "Enter the number that stands on the table."),
        ({"number": "0"}, "Enter a number from 1 to 999."),
        ({"number": "x"}, "valid integer"),
        ({"name": "n" * 61}, "Use at most 60 characters for the name."),
        ({"Students": "", "Families": ""}, "Say how many people sit at the table."),
        ({"Students": "-1"}, "Enter whole numbers from 0 to 40"),
        ({"Students": "two"}, "Enter whole numbers from 0 to 40"),
        ({"Students": "30", "Families": "30"}, "A table has at most 40 people."),
        ({"number": "9"}, "There is already a table 9."),
    ],
)
def test_what_does_not_fit_is_explained_and_kept(
    app, cast, ana, new, groups, work, changed, sentence
):
    with work():
        make_table(cast.convening, number=9, cards=1)
    given = {"Students": "2", "Families": "1", **changed}
    data = {"number": "4", "name": "", "scribe": ""} | {
        key: value for key, value in given.items() if key not in groups
    }
    numbers = {f"people-{groups[name]}": given[name] for name in ("Students", "Families")}
    answer = ana.post(new, data={**data, **numbers})
    assert answer.status_code in (409, 422)
    assert sentence in answer.text
    if given["Families"]:
        assert f'name="people-{groups["Families"]}" value="{given["Families"]}"' in answer.text
    assert len(tables(app)) == 1


def test_more_and_fewer_people(app, cast, ana, room, groups, work):
    edit = f"/tables/{room.table_id}/edit"
    text = ana.get(edit).text
    assert f'name="people-{groups["Families"]}" value="5"' in text
    data = {"number": "4", "name": "", "scribe": str(room.scribe_id)}
    ana.post(edit, data={**data, **people(groups, Families=3, Students=1)})
    assert [number for number, _group in room.table().people] == [1, 2, 3, 4]
    with work():
        seats = {card.number: card.seat for card in db.session.get(Table, room.table_id).cards}
        assert seats[5].removed_at is not None
        make_vote(Named(room.ballot_id), seats[3], {room.options[0]: 1})
    answer = ana.post(edit, data={**data, **people(groups, Families=0, Students=1)})
    assert answer.status_code == 409
    assert "Some of these cards have voted, so they stay." in answer.text
    ana.post(edit, data={**data, **people(groups, Families=1, Students=1)})
    assert [number for number, _group in room.table().people] == [3, 4]
    ana.post(edit, data={**data, **people(groups, Families=6, Students=1)})
    assert [number for number, _group in room.table().people] == [1, 2, 3, 4, 5, 6, 7]


class Named:
    def __init__(self, key):
        self.id = key


def test_only_scribes_and_facilitators_see_tables(cast, room, scribe, as_person, client, work, new):
    other = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=other.sign_in, role="scribe")
    tables_of = f"/convenings/{cast.convening.id}/tables"
    pages = ("", "/edit", "/paper", "/now", f"/ballots/{room.ballot_id}")
    for browser in (as_person(cast.ben), as_person(cast.cy), client, other):
        for page in (*pages, f"/ballots/{room.ballot_id}/count"):
            assert browser.get(f"/tables/{room.table_id}{page}").status_code == 404, page
        for deed in ("/edit", "/answers", f"/ballots/{room.ballot_id}"):
            assert browser.post(f"/tables/{room.table_id}{deed}", data={}).status_code == 404
    assert as_person(cast.ben).get(tables_of).status_code == 403
    assert as_person(cast.ben).post(new, data={}).status_code == 403
    assert as_person(cast.cy).get(tables_of).status_code == 404
    assert client.post(new, data={}).status_code == 404
    for page in (*pages, f"/ballots/{room.ballot_id}/count"):
        assert scribe.get(f"/tables/{room.table_id}{page}").status_code == 200, page
    assert scribe.get(f"/tables/{uuid.uuid4()}").status_code == 404


def test_a_former_scribe_is_out(cast, ana, room, scribe, groups):
    data = {"number": "4", "name": "", "scribe": "", **people(groups, Families=5)}
    assert ana.post(f"/tables/{room.table_id}/edit", data=data).status_code == 303
    assert scribe.get(f"/tables/{room.table_id}").status_code == 404


def test_after_the_close_nothing_is_opened(app, cast, ana, new, groups, work):
    from pog.convenings.models import Convening
    from pog.core.clock import now

    with work():
        db.session.get(Convening, cast.convening.id).closed_at = now()
    data = {"number": "7", "name": "Kept words", **people(groups, Students=3)}
    answer = ana.post(new, data=data)
    assert answer.status_code == 409
    assert "This convening is closed." in answer.text
    assert 'value="Kept words"' in answer.text
    assert tables(app) == []


def test_it_is_announced(cast, ana, new, groups):
    heard = []
    on(TableChanged)(heard.append)
    ana.post(new, data={"number": "1", **people(groups, Students=3)})
    ana.post(new, data={"number": "1", **people(groups, Students=3)})
    assert [event.convening_id for event in heard] == [cast.convening.id]


def test_six_scribes_open_their_tables_at_once(app, cast, new, work, as_person):
    scribes = [as_person(None) for _one in range(6)]
    with work():
        for number, scribe in enumerate(scribes):
            make_participant(
                cast.convening, sign_in=scribe.sign_in, role="scribe", nickname=f"Owl {number}"
            )

    def open_one(number):
        data = {"number": str(number + 1), "people-none": "3"}
        return scribes[number].post(new, data=data).status_code

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(open_one, range(6))) == [303] * 6
    assert [number for number, _cards, _scribe in tables(app)] == [1, 2, 3, 4, 5, 6]
