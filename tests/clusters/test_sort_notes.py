"""Putting notes into themes and back: who may, what is stored, what the others are told."""

import uuid

import pytest

from pog.core.clock import now
from pog.core.database import db
from pog.notes.models import Note
from tests.clusters.conftest import words
from tests.factories import make_note, make_star


def test_a_theme_is_made_of_notes_and_takes_more(ana, notes, stored):
    answer = ana.make("Keep going", notes[:2])
    assert answer.status_code == 200
    assert "“Keep going”" in answer.json["sentence"]
    care = answer.json["theme"]
    assert ana.move([notes[2]], care).json["whole"]
    places = stored.places()
    assert [str(places.get(note)) for note in notes[:4]] == [care, care, care, "None"]


def test_a_note_goes_back_to_the_unsorted(ana, notes, stored):
    theme = ana.made("Keep going", notes[:2])
    answer = ana.move([notes[0]], None)
    assert answer.json["sentence"] == "One note is unsorted again."
    assert stored.places()[notes[0]] is None
    assert str(stored.places()[notes[1]]) == theme


def test_two_grab_the_same_note_one_wins_and_the_other_is_told(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    assert otter.move([notes[0]], care).status_code == 200
    late = ana.move([notes[0]], courage, seen={})
    assert late.status_code == 409
    assert late.json["sentence"] == "Bold Otter was faster: this note has just gone into “Care”."
    assert str(stored.places()[notes[0]]) == care


def test_of_several_notes_only_the_taken_one_stays(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    otter.move([notes[0]], care)
    answer = ana.move(notes[:3], courage, seen={})
    assert answer.status_code == 200
    assert not answer.json["whole"]
    assert "2 notes put into “Courage”. Bold Otter was faster" in answer.json["sentence"]
    assert [str(stored.places()[note]) for note in notes[:3]] == [care, courage, courage]


def test_both_wanting_the_same_is_no_clash(ana, otter, notes):
    care = ana.made("Care")
    otter.move([notes[0]], care)
    answer = ana.move([notes[0]], care, seen={})
    assert answer.status_code == 200
    assert answer.json["whole"]


def test_a_theme_that_is_gone_takes_nothing_and_says_by_whom(ana, otter, notes, stored):
    care = ana.made("Care")
    otter.send(f"/themes/{care}/take-apart")
    late = ana.move([notes[0]], care)
    assert late.status_code == 409
    assert "“Care” is gone: Bold Otter has just put its notes elsewhere." in late.json["sentence"]
    assert notes[0] not in stored.places()


def test_the_desk_shows_notes_newest_last_with_group_and_stars(ana, notes, cast, work, collecting):
    with work():
        note = db.session.get(Note, notes[0])
        make_star(note, cast.ben_seat, 4)
        make_note(collecting, "The newest of all.", group_letter="C", group_name="Employers")
    page = ana.browser.get(f"{ana.at}/desk")
    text = words(page)
    assert text.index("thing 0") < text.index("thing 5") < text.index("The newest of all.")
    assert "4 stars" in text
    assert "Employers" in text
    assert "Unsorted 7" in text


def test_private_notes_are_nowhere_until_they_are_shown(ana, guest, cast, work, collecting):
    with work():
        secret = make_note(collecting, "Nobody reads this yet.").id
    for browser in (ana.browser, guest):
        for page in ("", "/desk", "/list", "/projector"):
            assert "Nobody reads this yet." not in browser.get(ana.at + page).text
    refused = ana.move([secret], None)
    assert refused.status_code == 404


@pytest.mark.parametrize("gone", ["hidden", "withdrawn"])
def test_words_of_a_note_that_is_gone_stand_nowhere(gone, ana, guest, notes, hide, work):
    theme = ana.made("Care", notes[:2])
    hide(notes[0], **{f"{gone}_at": now()})
    for browser in (ana.browser, guest):
        for address in (ana.at, f"{ana.at}/projector", f"/themes/{theme}"):
            page = browser.get(address)
            assert page.status_code == 200
            assert "thing 0" not in page.text
            assert "thing 1" in page.text
    desk = ana.browser.get(f"{ana.at}/desk").text
    assert "thing 0" not in desk
    assert ("A facilitator has hidden this note." in desk) == (gone == "hidden")
    assert "1 note" in words(guest.get(ana.at))


def test_no_page_names_a_writer(ana, guest, notes, work, cast, collecting):
    with work():
        make_note(collecting, "Mine.", participant=cast.ben_seat, revealed=True)
    ana.made("Care", notes)
    for address in (ana.at, f"{ana.at}/projector"):
        page = guest.get(address).text
        assert "Heron</" not in page
        assert "Ben" not in words(guest.get(address))


def test_what_is_sent_twice_is_done_once(ana, notes, stored):
    """The desk's script sends again when an answer got lost; the key tells."""
    form = {"name": "Care", "note": str(notes[0]), "seen": "", "idempotency_key": "once-only"}
    assert ana.send(ana.at, **form).status_code == 200
    again = ana.send(ana.at, **form)
    assert again.status_code == 204
    assert stored.names() == ["Care"]


# ------------------------------------------------------------------ who


def test_those_who_take_part_look_on_and_change_nothing(guest, ana, notes, stored):
    theme = ana.made("Care", notes[:1])
    assert guest.get(ana.at).status_code == 200
    assert "Go to the theme desk" not in guest.get(ana.at).text
    for address in (f"{ana.at}/desk", f"{ana.at}/list"):
        assert guest.get(address).status_code == 403
    for address in (f"{ana.at}/moves", ana.at, f"{ana.at}/undo", f"/themes/{theme}/merge"):
        assert guest.post(address, data={"note": str(notes[1])}).status_code == 403
    assert stored.names() == ["Care"]


def test_a_stranger_sees_nothing(as_person, cast, ana, notes, client):
    theme = ana.made("Care", notes[:1])
    for browser in (as_person(cast.cy), client):
        for address in (ana.at, f"{ana.at}/desk", f"{ana.at}/projector", f"/themes/{theme}"):
            assert browser.get(address).status_code == 404
        assert browser.post(f"{ana.at}/moves").status_code == 404


def test_a_note_of_another_convening_is_not_taken(ana, work, cast, notes):
    from tests.factories import make_convening

    with work():
        elsewhere = make_convening(cast.profile, "Elsewhere", kinds=("collect",))
        activity = db.session.query(type(elsewhere.activities[0])).filter_by(
            convening_id=elsewhere.id
        )
        foreign = make_note(activity.one(), "Not ours.", revealed=True).id
    assert ana.move([foreign], None).status_code == 404
    theme = ana.made("Care")
    assert ana.move([notes[0]], uuid.uuid4()).status_code == 404
    assert ana.move([notes[0]], theme).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"note": "x", "seen": ""},
        {"note": [str(uuid.uuid4())], "seen": []},
        {"note": "", "seen": "", "to": "nowhere"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(ana, notes, stored, data):
    answer = ana.send(f"{ana.at}/moves", **data)
    assert answer.status_code == 422
    assert answer.json["sentence"].endswith(".")
    assert not stored.places()


def test_after_the_close_all_stays(ana, notes, work, cast, stored):
    theme = ana.made("Care")
    with work():
        db.session.get(type(cast.convening), cast.convening.id).closed_at = now()
    answer = ana.move([notes[0]], theme)
    assert answer.status_code == 409
    assert "closed" in answer.json["sentence"]
    assert ana.browser.get(ana.at).status_code == 200


# ------------------------------------------------------------------ without a script


def test_notes_are_sorted_one_by_one_without_a_script(ana, notes, stored):
    theme = ana.made("Care")
    page = ana.browser.get(f"{ana.at}/list")
    assert page.text.count("Put there") == 6
    form = {"note": str(notes[0]), "seen": "", "to": theme, "after": f"{ana.at}/list?page=1"}
    answer = ana.browser.post(f"{ana.at}/moves", data=form)
    assert answer.status_code == 303
    assert answer.location.endswith("/themes/list?page=1")
    assert "Put into “Care”." in ana.browser.get(answer.location).text
    assert "thing 0" in ana.browser.get(f"{ana.at}/list?theme={theme}").text
    assert str(stored.places()[notes[0]]) == theme


def test_who_comes_too_late_without_a_script_is_told(ana, otter, notes):
    care, courage = ana.made("Care"), ana.made("Courage")
    otter.move([notes[0]], care)
    form = {"note": str(notes[0]), "seen": "", "to": courage}
    answer = ana.browser.post(f"{ana.at}/moves", data=form)
    assert answer.status_code == 303
    assert "Bold Otter was faster" in ana.browser.get(answer.location).text


def test_a_new_theme_without_a_script(ana, notes, stored):
    answer = ana.browser.post(ana.at, data={"name": " Care  for others "})
    assert answer.status_code == 303
    assert stored.names() == ["Care for others"]
    again = ana.browser.post(ana.at, data={"name": "care for OTHERS"})
    assert again.status_code == 422
    assert "There is already a theme called “Care for others”." in again.text
    assert "care for OTHERS" in again.text


def test_many_notes_come_in_pages(ana, work, collecting):
    with work():
        for number in range(45):
            make_note(collecting, f"Idea {number}.", revealed=True)
    first = ana.browser.get(f"{ana.at}/list").text
    last = ana.browser.get(f"{ana.at}/list?page=3").text
    assert first.count("Put there") == 20
    assert "Page 1 of 3" in first
    assert last.count("Put there") == 5
    assert "Idea 44." in last
    assert ana.browser.get(f"{ana.at}/list?page=99").text.count("Put there") == 5
