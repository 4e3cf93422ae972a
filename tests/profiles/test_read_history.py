import re


def reword(browser, attribute, statement, base):
    form = {"name": attribute.name, "statement": statement, "base_revision": base}
    assert browser.post(f"/attributes/{attribute.id}/edit", data=form).status_code == 303


def test_the_profile_tells_who_changed_what(cast, ana, reader, attribute):
    reword(ana, attribute, "Says what they think.", 1)
    page = reader.get(f"/profiles/{cast.profile.id}/history").text
    assert "Ana (Students)" in page
    assert re.search(r"<ins>.*?think.*?</ins>", page)
    assert re.search(r"<del>.*?mean.*?</del>", page)


def test_it_comes_in_pages(cast, ana, attribute):
    for number in range(1, 20):
        reword(ana, attribute, f"Version{number}.", number)
    first = ana.get(f"/profiles/{cast.profile.id}/history").text
    assert "Version19" in first
    assert 'rel="next"' in first
    second = ana.get(f"/profiles/{cast.profile.id}/history?page=2").text
    assert "Sound judgement" in second
    assert 'rel="next"' not in second
    assert ana.get(f"/profiles/{cast.profile.id}/history?page=x").status_code == 200


def test_any_two_revisions_are_compared(ana, attribute):
    for number, words in enumerate(("One thing.", "Two things.", "Three things."), start=1):
        reword(ana, attribute, words, number)
    page = ana.get(f"/attributes/{attribute.id}/history?old=2&new=4").text
    difference = page[page.index("Compare two revisions") : page.index("All revisions")]
    assert re.search(r"<del>.*?One.*?</del>", difference)
    assert re.search(r"<ins>.*?Three.*?</ins>", difference)
    for wrong in ("old=77&new=x", "new=" + "9" * 5000):
        assert ana.get(f"/attributes/{attribute.id}/history?{wrong}").status_code == 200


def test_earlier_words_come_back_as_a_new_revision(ana, attribute, attributes, revisions):
    reword(ana, attribute, "Other words.", 1)
    answer = ana.post(f"/attributes/{attribute.id}/restore", data={"number": 1})

    assert "The words of revision 1 are back, as revision 3." in ana.get(answer.location).text
    assert attributes()[attribute.name].statement == "Says what they mean."
    assert revisions(attribute.id)[-1][:2] == (3, "restored")


def test_what_it_says_already_is_not_restored(ana, attribute, revisions):
    answer = ana.post(f"/attributes/{attribute.id}/restore", data={"number": 1})
    assert answer.status_code == 409
    assert "The attribute says this already." in answer.text
    assert ana.post(f"/attributes/{attribute.id}/restore", data={"number": 9}).status_code == 404
    assert ana.post(f"/attributes/{attribute.id}/restore").status_code == 303
    assert len(revisions(attribute.id)) == 1


def test_readers_read_and_others_do_not(cast, reader, cy, client, attribute):
    assert reader.get(f"/attributes/{attribute.id}/history").status_code == 200
    assert reader.post(f"/attributes/{attribute.id}/restore", data={"number": 1}).status_code == 403
    for browser in (cy, client):
        assert browser.get(f"/profiles/{cast.profile.id}/history").status_code == 404
        assert browser.get(f"/attributes/{attribute.id}/history").status_code == 404
        assert browser.post(f"/attributes/{attribute.id}/restore").status_code == 404
