"""A person may speak for several groups; one of them counts, and only once."""

import html
import re

import pytest

from pog.convenings.models import Participant, StakeholderGroup
from pog.convenings.queries import representation
from pog.core.database import db
from tests.factories import make_ballot, make_participant, make_vote


@pytest.fixture
def guest(cast, as_person, work):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron"
        )
    return browser


def groups_of(app):
    with app.app_context():
        return {row.name: str(row.id) for row in db.session.query(StakeholderGroup)}


def name_groups(browser, cast, group, *also):
    return browser.post(
        f"/convenings/{cast.convening.id}/group", data={"group": group, "also": list(also)}
    )


def speaks_for(app, seat):
    with app.app_context():
        found = db.session.get(Participant, seat.id)
        return (
            None if found.group is None else found.group.name,
            {group.name for group in found.also_for},
        )


def rows(app, cast):
    with app.app_context():
        return {
            row.group.name if row.group else None: (row.joined, row.also)
            for row in representation(cast.convening.id)
        }


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_one_counts_and_the_others_are_told(app, cast, guest, as_person):
    groups = groups_of(app)
    before = rows(app, cast)
    assert (
        name_groups(
            guest, cast, groups["Families"], groups["Employers"], groups["Educators"]
        ).status_code
        == 303
    )
    assert speaks_for(app, guest.seat) == ("Families", {"Employers", "Educators"})
    assert "also for: Educators, Employers" in text_of(
        guest.get(f"/convenings/{cast.convening.id}")
    )
    after = rows(app, cast)
    assert sum(joined for joined, _also in after.values()) == sum(
        joined for joined, _also in before.values()
    )
    assert after["Families"][0] == 1
    assert after["Employers"] == (before["Employers"][0], 1)
    ana = as_person(cast.ana)
    assert "1 other also speaks for it" in text_of(
        ana.get(f"/convenings/{cast.convening.id}/representation")
    )
    seat = ana.get(f"/convenings/{cast.convening.id}/seats/{guest.seat.id}")
    assert "Also speaks for: Educators, Employers." in text_of(seat)


def test_the_group_that_counts_is_not_named_twice(app, cast, guest):
    groups = groups_of(app)
    name_groups(guest, cast, groups["Families"], groups["Families"], groups["Employers"])
    assert speaks_for(app, guest.seat) == ("Families", {"Employers"})


def test_others_can_change_after_the_first_vote(app, cast, guest, work):
    groups = groups_of(app)
    name_groups(guest, cast, groups["Families"])
    with work():
        make_vote(make_ballot(cast.convening), guest.seat, {"approved": []})
    page = guest.get(f"/convenings/{cast.convening.id}").text
    assert "You have voted, so your group stays as it is." in page
    assert f'name="group" value="{groups["Families"]}"' in page
    assert name_groups(guest, cast, groups["Families"], groups["Employers"]).status_code == 303
    assert speaks_for(app, guest.seat) == ("Families", {"Employers"})
    refused = name_groups(guest, cast, groups["Employers"])
    assert refused.status_code == 422
    assert speaks_for(app, guest.seat) == ("Families", {"Employers"})


def test_without_a_group_one_may_still_speak_for_some(app, cast, guest):
    groups = groups_of(app)
    name_groups(guest, cast, "none", groups["Employers"])
    assert speaks_for(app, guest.seat) == (None, {"Employers"})
    assert rows(app, cast)[None][0] == 1


@pytest.mark.parametrize("also", ["pirates", "", "00000000-0000-4000-8000-000000000000"])
def test_a_group_of_nowhere_is_left_out(also, app, cast, guest):
    groups = groups_of(app)
    assert name_groups(guest, cast, groups["Families"], also).status_code == 303
    assert speaks_for(app, guest.seat) == ("Families", set())


def test_a_group_taken_out_is_spoken_for_no_more(app, cast, guest, as_person):
    groups = groups_of(app)
    name_groups(guest, cast, groups["Families"], groups["Employers"])
    ana = as_person(cast.ana)
    ana.post(f"/convenings/{cast.convening.id}/groups/{groups['Employers']}/remove")
    assert "Employers" not in groups_of(app)
    assert speaks_for(app, guest.seat) == ("Families", set())


def test_who_takes_part_has_a_page(app, cast, as_person, guest, work):
    ana = as_person(cast.ana)
    address = f"/convenings/{cast.convening.id}/representation"
    assert f'href="{address}"' in ana.get(f"/convenings/{cast.convening.id}/desk").text
    with work():
        make_participant(cast.convening, nickname="No Group", group=None)
        make_vote(make_ballot(cast.convening, state="closed"), guest.seat, {"approved": []})
    page = text_of(ana.get(address))
    assert "No group given" in page
    assert "All together" in page
    assert "1 of 3" in page  # voted, of those who joined
    assert as_person(cast.ben).get(address).status_code == 403
    assert as_person(cast.cy).get(address).status_code == 404
