"""Setting a convening up: about, groups, agenda; and changing it later."""

import re

import pytest
import sqlalchemy as sa

from pog.convenings.models import Activity, Convening, Participant, StakeholderGroup
from pog.convenings.services import create_convening, free_letter
from pog.core.codes import ALPHABET
from pog.core.database import db
from pog.profiles.models import Profile


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def set_up_form(**given):
    form = {
        "title": "Winter evening",
        "purpose": "Settle the words.",
        "rules": "Listen first.",
        "place": "Cafeteria",
        "starts_at": "2027-01-12T18:30",
        "language": "en",
        "groups-0-chosen": "y",
        "groups-0-name": "Students",
        "groups-0-seats": "12",
        "groups-1-name": "Families",
        "groups-1-seats": "8",
        "groups-2-chosen": "y",
        "groups-2-name": "Employers",
        "groups-2-seats": "",
    }
    return {key: value for key, value in {**form, **given}.items() if value is not None}


def newest(app):
    with app.app_context():
        found = db.session.scalar(sa.select(Convening).order_by(Convening.created_at.desc()))
        return found.id


def test_the_page_offers_the_usual_groups(ana, cast):
    page = ana.get(f"/profiles/{cast.profile.id}/convenings/new").text
    for name in ("Students", "Higher education", "Groups historically left out"):
        assert name in page


def test_setting_up_gives_groups_agenda_code_and_a_facilitator(app, ana, cast):
    answer = ana.post(f"/profiles/{cast.profile.id}/convenings/new", data=set_up_form())
    convening_id = newest(app)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/convenings/{convening_id}/agenda")
    with app.app_context():
        convening = db.session.get(Convening, convening_id)
        assert convening.title == "Winter evening"
        assert convening.organization_id == cast.riverbend.id
        assert [(g.name, g.target_seats, g.letter) for g in convening.groups] == [
            ("Students", 12, "S"),
            ("Employers", 0, "E"),
        ]
        kinds = [activity.kind for activity in convening.activities]
        assert kinds == ["wait", "read", "draft", "comment", "vote", "align", "reflect"]
        assert all(activity.prompt and activity.minutes for activity in convening.activities)
        assert len(convening.join_code) == 6
        assert set(convening.join_code) <= set(ALPHABET)
        assert convening.starts_at.isoformat() == "2027-01-12T18:30:00+00:00"
        seat = db.session.scalar(sa.select(Participant).filter_by(convening_id=convening_id))
        assert (seat.role, seat.person_id, seat.nickname) == ("facilitator", cast.ana.id, "Ana")


def test_groups_and_agenda_speak_the_language_of_the_convening(app, work, cast):
    with work():
        profile = db.session.get(Profile, cast.profile.id)
        convening = create_convening(profile, title="Noche", language="en")
        words = [group.name for group in convening.groups]
    assert words[0] == "Students"


def test_bad_input_is_kept_and_explained(app, ana, cast):
    form = set_up_form(title="", purpose="Nothing is lost", **{"groups-0-seats": "many"})
    answer = ana.post(f"/profiles/{cast.profile.id}/convenings/new", data=form)
    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert "Nothing is lost" in answer.text
    with app.app_context():
        assert db.session.query(Convening).count() == 1


def test_a_title_of_121_characters_is_refused(ana, cast):
    form = set_up_form(title="x" * 121)
    answer = ana.post(f"/profiles/{cast.profile.id}/convenings/new", data=form)
    assert answer.status_code == 422
    assert "120 characters" in answer.text


def test_only_editors_of_the_organization_set_up(cast, as_person, client):
    address = f"/profiles/{cast.profile.id}/convenings/new"
    assert as_person(cast.ben).get(address).status_code == 403
    assert as_person(cast.ben).post(address, data=set_up_form()).status_code == 403
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.post(address, data=set_up_form()).status_code == 404


def test_letters_are_unique_and_speak():
    assert free_letter("Students", []) == "S"
    assert free_letter("School and district leaders", ["S"]) == "D"
    assert free_letter("Students", list("STUDEN")) not in set("STUDEN")
    assert free_letter("123", []) == "A"


def test_groups_are_renamed_added_and_removed(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/groups"
    with app.app_context():
        groups = db.session.query(StakeholderGroup).order_by(StakeholderGroup.position).all()
        rows = {}
        for number, group in enumerate(groups):
            rows |= {
                f"rows-{number}-id": str(group.id),
                f"rows-{number}-name": group.name,
                f"rows-{number}-seats": "7",
            }
        last = groups[-1].id
    rows["rows-1-name"] = "Parents and guardians"
    assert ana.post(address, data=rows).status_code == 303
    added = ana.post(f"{address}/new", data={"name": "Alumni", "seats": "4"})
    assert added.status_code == 303
    assert ana.post(f"{address}/{last}/remove").status_code == 303
    with app.app_context():
        found = db.session.query(StakeholderGroup).order_by(StakeholderGroup.position).all()
        assert [(g.name, g.target_seats) for g in found] == [
            ("Students", 7),
            ("Parents and guardians", 7),
            ("Educators", 7),
            ("Alumni", 4),
        ]
        assert len({g.letter for g in found}) == 4


def test_a_name_twice_is_explained(ana, cast):
    answer = ana.post(
        f"/convenings/{cast.convening.id}/groups/new", data={"name": "students", "seats": "4"}
    )
    assert answer.status_code == 422
    assert "There is already a group with this name." in answer.text


def test_a_group_somebody_sits_in_stays(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/groups"
    with app.app_context():
        first = db.session.query(StakeholderGroup).order_by(StakeholderGroup.position).first().id
    answer = ana.post(f"{address}/{first}/remove", follow_redirects=True)
    assert "Somebody sits in this group." in answer.text


def agenda_of(app, convening_id):
    with app.app_context():
        return [
            (a.title, a.id)
            for a in db.session.query(Activity)
            .filter_by(convening_id=convening_id)
            .order_by(Activity.position)
        ]


def test_steps_are_added_changed_moved_and_removed(app, ana, cast):
    convening_id = cast.convening.id
    answer = ana.post(
        f"/convenings/{convening_id}/agenda",
        data={"kind": "reflect", "title": "Farewell", "prompt": "Who does what?", "minutes": "5"},
    )
    assert answer.status_code == 303
    titles = agenda_of(app, convening_id)
    farewell = titles[-1][1]
    ana.post(f"/activities/{farewell}/place", data={"move": "up"})
    moved = [title for title, _id in agenda_of(app, convening_id)]
    assert moved == ["Read", "Draft", "Comment", "Vote", "Farewell", "Align"]
    ana.post(
        f"/activities/{farewell}/edit",
        data={"kind": "wait", "title": "Cake", "prompt": "", "minutes": ""},
    )
    assert "Cake" in ana.get(f"/convenings/{convening_id}/agenda").text
    assert ana.post(f"/activities/{farewell}/remove").status_code == 303
    assert [title for title, _id in agenda_of(app, convening_id)] == [
        "Read",
        "Draft",
        "Comment",
        "Vote",
        "Align",
    ]


def test_moving_answers_htmx_with_the_list_alone(app, ana, cast):
    vote = agenda_of(app, cast.convening.id)[3][1]
    part = ana.post(
        f"/activities/{vote}/place", data={"move": "down"}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<ol id="steps"')
    assert "<html" not in part.text


def test_what_was_opened_stays_on_the_agenda(app, ana, cast):
    (_read, _), (_draft, draft), (_comment, comment), *_rest = agenda_of(app, cast.convening.id)
    removed = ana.post(f"/activities/{draft}/remove", follow_redirects=True)
    assert "it stays in the record" in removed.text
    moved = ana.post(f"/activities/{comment}/place", data={"move": "up"}, follow_redirects=True)
    assert "stay where they are" in moved.text
    changed = ana.post(
        f"/activities/{draft}/edit", data={"kind": "vote", "title": "Draft", "prompt": ""}
    )
    assert changed.status_code == 422
    assert [title for title, _id in agenda_of(app, cast.convening.id)][1] == "Draft"


def test_about_is_changed(app, ana, cast):
    page = ana.get(f"/convenings/{cast.convening.id}/edit").text
    assert "Spring evening" in page
    form = {"title": "Autumn evening", "purpose": "**Why**", "language": "es", "starts_at": ""}
    assert ana.post(f"/convenings/{cast.convening.id}/edit", data=form).status_code == 303
    with app.app_context():
        convening = db.session.get(Convening, cast.convening.id)
        assert (convening.title, convening.language) == ("Autumn evening", "es")
    shown = ana.get(f"/convenings/{cast.convening.id}").text
    assert "Why" in shown
    assert "**Why**" not in shown


def test_a_member_becomes_co_facilitator_by_address(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/facilitators"
    answer = ana.post(address, data={"email": cast.ben.email.upper()})
    assert answer.status_code == 303
    with app.app_context():
        seat = db.session.scalar(sa.select(Participant).filter_by(person_id=cast.ben.id))
        assert seat.role == "facilitator"
    for email in (cast.cy.email, "nobody@school.example"):
        refused = ana.post(address, data={"email": email})
        assert refused.status_code == 422
        assert "Nobody in your organization has this address." in refused.text
        assert email in refused.text


@pytest.mark.parametrize("page", ["desk", "edit", "groups", "room", "close", "facilitators"])
def test_pages_of_facilitators(page, cast, as_person, client):
    address = f"/convenings/{cast.convening.id}/{page}"
    assert as_person(cast.ana).get(address).status_code == 200
    assert as_person(cast.ben).get(address).status_code == 403
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(address).status_code == 404


def test_a_groups_address_of_another_convening_is_404(app, ana, cast, work):
    from tests.factories import make_convening

    with work():
        other = make_convening(db.session.get(Profile, cast.profile.id), "Other")
        foreign = db.session.query(StakeholderGroup).filter_by(convening_id=other.id).first().id
    address = f"/convenings/{cast.convening.id}/groups/{foreign}/remove"
    assert ana.post(address).status_code == 404


def test_the_profile_lists_its_convenings(ana, cast):
    page = ana.get(f"/profiles/{cast.profile.id}/convenings").text
    assert "Spring evening" in page
    assert re.search(r"Now:\s*Draft", page)


# ------------------------------------------------------------------ whom results must not give away


def rows_of(app):
    """What the page of groups sends when nothing is changed, except that no box is ticked."""
    with app.app_context():
        groups = db.session.query(StakeholderGroup).order_by(StakeholderGroup.position).all()
        return {
            f"rows-{number}-{part}": value
            for number, group in enumerate(groups)
            for part, value in (("id", str(group.id)), ("name", group.name), ("seats", "7"))
        }


def of_students(app):
    with app.app_context():
        rows = db.session.query(StakeholderGroup).filter_by(students=True)
        return sorted(group.name for group in rows)


def test_groups_of_students_are_marked(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/groups"
    assert ana.post(address, data=rows_of(app) | {"rows-1-students": "y"}).status_code == 303
    ticked = re.search(r'<input[^>]*name="rows-1-students"[^>]*>', ana.get(address).text)
    assert "checked" in ticked.group()
    added = {"name": "Youth council", "seats": "4", "students": "y"}
    assert ana.post(f"{address}/new", data=added).status_code == 303
    assert of_students(app) == ["Families", "Youth council"]
    assert ana.post(address, data=rows_of(app)).status_code == 303
    assert of_students(app) == []


@pytest.mark.parametrize("name", ["High school students", "Estudiantes de 9.º grado", "Alumnado"])
def test_a_name_that_speaks_of_students_marks_its_group(app, ana, cast, name):
    address = f"/convenings/{cast.convening.id}/groups"
    assert ana.post(f"{address}/new", data={"name": name, "seats": "4"}).status_code == 303
    assert of_students(app) == [name]


def test_who_sits_among_students_stays_protected(app, ana, cast, work):
    with work():
        group = db.session.get(StakeholderGroup, cast.ben_seat.group_id)
        group.students = True
    address = f"/convenings/{cast.convening.id}/groups"
    answer = ana.post(address, data=rows_of(app))
    assert answer.status_code == 422
    assert "were told that they stay unseen below ten votes" in answer.text
    assert of_students(app) == ["Students"]


def smallest(app, cast):
    with app.app_context():
        return db.session.get(Convening, cast.convening.id).smallest_group


def test_the_smallest_group_is_raised_and_never_below_five(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/groups"
    assert re.search(r'<input[^>]*name="smallest"[^>]*value="5"', ana.get(address).text)
    for wrong in ("4", "0", "-3", "101"):
        answer = ana.post(address, data=rows_of(app) | {"smallest": wrong})
        assert answer.status_code == 422
        assert "Enter between 5 and 100 votes." in answer.text
        assert f'value="{wrong}"' in answer.text
    assert smallest(app, cast) == 5
    assert ana.post(address, data=rows_of(app) | {"smallest": "8"}).status_code == 303
    # Ben has joined, and was told eight.
    answer = ana.post(address, data=rows_of(app) | {"smallest": "6"})
    assert answer.status_code == 422
    assert "It can be raised, but not lowered." in answer.text
    assert smallest(app, cast) == 8


def test_it_is_lowered_as_long_as_nobody_has_come(app, ana, cast, work):
    with work():
        db.session.delete(db.session.get(Participant, cast.ben_seat.id))
        db.session.get(Convening, cast.convening.id).smallest_group = 40
    address = f"/convenings/{cast.convening.id}/groups"
    assert ana.post(address, data=rows_of(app) | {"smallest": "12"}).status_code == 303
    assert smallest(app, cast) == 12
