"""One's own notes: reworded, withdrawn, put back; and hidden by those who moderate."""

import pytest

from tests.browsing import HTMX


def reword(browser, note, text):
    return browser.post(f"/notes/{note.id}/edit", data={"text": text})


def withdraw(browser, note, back=None, **more):
    data = {"back": back} if back else {}
    return browser.post(f"/notes/{note.id}/withdrawal", data=data, **more)


def hide(browser, note, reason="Names a person."):
    return browser.post(f"/notes/{note.id}/hide", data={"reason": reason})


def test_ones_own_words_are_changed(guest, write, stored, page_of):
    note = write(guest, "They aks why.")
    assert "They aks why.</textarea>" in guest.get(f"/notes/{note.id}/edit").text
    assert reword(guest, note, "They ask why.").status_code == 303
    assert [one.text for one in stored()] == ["They ask why."]
    assert "They ask why." in guest.get(page_of).text
    for text in ("", "x" * 301):
        answer = reword(guest, note, text)
        assert answer.status_code == 422
        assert f"{text}</textarea>" in answer.text
    assert [one.text for one in stored()] == ["They ask why."]


def test_words_that_got_stars_stay(guest, other, write, reveal, stored, page_of):
    note = write(guest, "They ask why.")
    reveal()
    assert reword(guest, note, "They always ask why.").status_code == 303
    other.post(f"/notes/{note.id}/stars", data={"stars": "4"})
    answer = reword(guest, note, "Something else.")
    assert answer.status_code == 409
    assert "Somebody has given this note stars" in answer.text
    assert "Something else.</textarea>" in answer.text
    assert [one.text for one in stored()] == ["They always ask why."]


def test_after_the_round_they_stay(guest, write, move_to, stored):
    note = write(guest, "They ask why.")
    move_to("read")
    answer = reword(guest, note, "Too late.")
    assert answer.status_code == 409
    assert "Too late.</textarea>" in answer.text
    assert withdraw(guest, note).status_code == 409
    [kept] = stored()
    assert (kept.text, kept.withdrawn_at) == ("They ask why.", None)


def test_withdrawn_and_put_back(guest, other, write, reveal, page_of):
    note = write(guest, "They ask why.")
    write(guest, "They cook.")
    reveal()
    assert withdraw(guest, note).status_code == 303
    assert "They ask why." not in other.get(page_of).text
    assert "1 note<" in other.get(page_of).text
    mine = guest.get(page_of).text
    assert "Withdrawn. Nobody else reads it." in mine
    assert "Undo" in mine
    part = withdraw(guest, note, back="yes", headers=HTMX)
    assert part.text.lstrip().startswith('<section class="my-notes"')
    assert "They ask why." in other.get(page_of).text


def test_only_ones_own(cast, as_person, ana, guest, other, nobody, write, reveal):
    note = write(guest, "They ask why.")
    reveal()
    for browser, status in ((other, 403), (ana, 403), (as_person(cast.cy), 404), (nobody, 404)):
        assert browser.get(f"/notes/{note.id}/edit").status_code == status
        assert reword(browser, note, "Mine now.").status_code == status
        assert withdraw(browser, note).status_code == status


def test_hidden_words_leave_every_page_and_come_back(
    cast, ana, guest, other, write, reveal, page_of
):
    note = write(guest, "Mr Smith is lazy.")
    write(guest, "They cook.")
    reveal()
    assert "Its writer still sees it" in ana.get(f"/notes/{note.id}/hide").text
    assert hide(ana, note).status_code == 303
    wall = f"/convenings/{cast.convening.id}/projector"
    parts = f"/live-parts?topics=convening:{cast.convening.id}&since=0"
    for browser, address in ((other, page_of), (ana, wall), (other, parts)):
        page = browser.get(address).text
        assert "Mr Smith" not in page
        assert "They cook." in page or address != page_of
    mine = guest.get(page_of).text
    assert "Mr Smith is lazy." in mine
    assert "Hidden by the facilitator: Names a person." in mine
    assert f"/notes/{note.id}/edit" not in mine
    assert "hidden by the facilitator: Names a person." in guest.get("/my-input").text
    desk = ana.get(f"{page_of}/desk").text
    assert "Mr Smith is lazy." in desk
    assert "hidden by Ana: Names a person." in desk
    assert other.post(f"/notes/{note.id}/stars", data={"stars": "1"}).status_code == 409
    assert reword(guest, note, "He is.").status_code == 409
    assert withdraw(guest, note).status_code == 409

    assert ana.post(f"/notes/{note.id}/show-again").status_code == 303
    assert "Mr Smith" in other.get(page_of).text
    desk = ana.get(f"{page_of}/desk").text
    assert "brought back by Ana" in desk
    assert "hidden by Ana: Names a person." in desk


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(" ", "Say why. The writer of the note reads it."), ("x" * 201, "Use at most 200 characters")],
)
def test_hiding_needs_a_reason(ana, guest, other, write, reveal, page_of, reason, sentence):
    note = write(guest, "They ask why.")
    reveal()
    answer = hide(ana, note, reason)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "They ask why." in other.get(page_of).text


def test_only_those_who_run_the_room_hide(cast, as_person, guest, other, nobody, write, reveal):
    note = write(guest, "They ask why.")
    reveal()
    for browser, status in ((other, 403), (guest, 403), (as_person(cast.cy), 404), (nobody, 404)):
        assert browser.get(f"/notes/{note.id}/hide").status_code == status
        assert hide(browser, note).status_code == status
        assert browser.post(f"/notes/{note.id}/show-again").status_code == status


def test_before_the_reveal_not_even_they_find_it(ana, guest, write):
    note = write(guest, "They ask why.")
    assert ana.get(f"/notes/{note.id}/hide").status_code == 404
    assert hide(ana, note).status_code == 404
