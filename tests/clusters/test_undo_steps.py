"""Taking back one's own steps, one after the other, as far as others have not gone on."""

from tests.clusters.conftest import words


def where(stored, notes):
    places = stored.places()
    return [str(places[note]) if places.get(note) else None for note in notes]


def test_several_steps_are_undone_newest_first(ana, notes, stored):
    care = ana.made("Care", notes[:1])
    courage = ana.made("Courage")
    ana.move([notes[0]], courage)
    ana.move([notes[1]], care)
    assert where(stored, notes[:2]) == [courage, care]
    assert ana.undo().json["sentence"] == "Undone. The notes are back where they were."
    assert where(stored, notes[:2]) == [courage, None]
    ana.undo()
    assert where(stored, notes[:2]) == [care, None]
    assert ana.undo().json["sentence"] == "Undone. The theme “Courage” is gone again."
    assert stored.names() == ["Care"]
    ana.undo()
    assert stored.names() == []
    assert where(stored, notes[:2]) == [None, None]
    nothing = ana.undo()
    assert nothing.status_code == 409
    assert nothing.json["sentence"] == "There is nothing of yours to undo."


def test_each_undoes_only_what_is_theirs(ana, otter, notes, stored):
    care = ana.made("Care", notes[:1])
    otter.move([notes[1]], care)
    ana.move([notes[2]], care)
    assert otter.undo().json["whole"]
    assert where(stored, notes[:3]) == [care, None, care]


def test_what_somebody_else_has_moved_since_stays(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    ana.move([notes[1]], care)
    ana.move([notes[0]], care)
    otter.move([notes[0]], courage)
    refused = ana.undo().json
    assert not refused["whole"]
    assert refused["sentence"].startswith("Not undone: others have moved these notes since.")
    assert where(stored, notes[:2]) == [courage, care]
    # The next one goes to the step before.
    assert ana.undo().json["whole"]
    assert where(stored, notes[:2]) == [courage, None]


def test_even_when_it_was_brought_back_to_the_same_place(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    ana.move([notes[0]], care)
    otter.move([notes[0]], courage)
    otter.move([notes[0]], care)
    assert not ana.undo().json["whole"]
    assert where(stored, notes[:1]) == [care]


def test_after_the_other_has_undone_it_can_be_undone(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    ana.move([notes[0]], care)
    otter.move([notes[0]], courage)
    otter.undo()
    assert where(stored, notes[:1]) == [care]
    assert ana.undo().json["whole"]
    assert where(stored, notes[:1]) == [None]


def test_of_several_notes_those_come_back_that_lie_untouched(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    ana.move(notes[:3], care)
    otter.move([notes[0]], courage)
    undone = ana.undo().json
    assert not undone["whole"]
    assert "One note stays where others have put it since." in undone["sentence"]
    assert where(stored, notes[:3]) == [courage, None, None]


def test_a_merge_is_undone_with_its_notes(ana, notes, stored):
    care = ana.made("Care", notes[:2])
    courage = ana.made("Courage", notes[2:4])
    answer = ana.send(f"/themes/{care}/merge", into=courage)
    assert answer.json["sentence"] == "“Care” is now part of “Courage”."
    assert where(stored, notes[:4]) == [courage] * 4
    assert stored.names() == ["Courage"]
    ana.undo()
    assert where(stored, notes[:4]) == [care, care, courage, courage]
    assert stored.names() == ["Care", "Courage"]


def test_a_theme_taken_apart_comes_back(ana, notes, stored):
    care = ana.made("Care", notes[:2])
    ana.send(f"/themes/{care}/take-apart")
    assert where(stored, notes[:2]) == [None, None]
    gone = ana.browser.get(f"/themes/{care}")
    assert "This theme is gone: Ana has put its notes elsewhere." in words(gone)
    assert ana.undo().json["sentence"] == "Undone. The theme “Care” is back."
    assert where(stored, notes[:2]) == [care, care]


def test_a_note_never_returns_to_a_theme_that_is_gone(ana, otter, notes, stored):
    care, courage = ana.made("Care"), ana.made("Courage")
    otter.move([notes[0]], care)
    ana.move([notes[0]], courage)
    otter.send(f"/themes/{care}/take-apart")
    assert not ana.undo().json["whole"]
    assert where(stored, notes[:1]) == [courage]
    assert dict(stored.desk(ana.convening))[notes[0]] == "Courage"


def test_a_new_theme_others_have_filled_stays(ana, otter, notes, stored):
    care = ana.made("Care", notes[:1])
    otter.move([notes[1]], care)
    ana.undo()
    assert stored.names() == ["Care"]
    assert where(stored, notes[:2]) == [None, care]


def test_a_new_name_is_undone_unless_it_was_changed_again(ana, otter, notes, stored):
    care = ana.made("Care")
    ana.send(f"/themes/{care}/name", name="Care for others")
    assert stored.names() == ["Care for others"]
    ana.undo()
    assert stored.names() == ["Care"]
    ana.send(f"/themes/{care}/name", name="Caring")
    otter.send(f"/themes/{care}/name", name="They care")
    assert ana.undo().json["sentence"].startswith("Not undone: this theme was changed again")
    assert stored.names() == ["They care"]


def test_undo_without_a_script(ana, notes, stored):
    care = ana.made("Care")
    ana.move([notes[0]], care)
    answer = ana.browser.post(f"{ana.at}/undo", data={})
    assert answer.status_code == 303
    assert "Undone." in ana.browser.get(answer.location).text
    assert where(stored, notes[:1]) == [None]
