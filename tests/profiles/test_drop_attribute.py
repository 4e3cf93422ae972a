def drop(browser, attribute, reason=""):
    return browser.post(f"/attributes/{attribute.id}/drop", data={"reason": reason})


def bring_back(browser, attribute):
    return browser.post(f"/attributes/{attribute.id}/bring-back")


def test_it_leaves_the_list_and_the_notice_undoes_it(cast, ana, attribute, attributes, revisions):
    answer = drop(ana, attribute, "Said twice")

    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "“Clear communication” was dropped." in page
    assert f'id="card-{attribute.id}"' not in page
    assert f'action="/attributes/{attribute.id}/bring-back"' in page

    answer = bring_back(ana, attribute)
    assert "“Clear communication” is back." in ana.get(answer.location).text
    assert attributes()["Clear communication"].dropped_at is None
    assert [change for _n, change, _who in revisions(attribute.id)] == [
        "added",
        "dropped",
        "brought_back",
    ]


def test_its_page_stays_with_the_way_back(ana, reader, attribute):
    drop(ana, attribute)
    assert "Bring it back" in ana.get(f"/attributes/{attribute.id}").text
    assert "no longer part of the profile" in reader.get(f"/attributes/{attribute.id}").text
    assert "Bring it back" not in reader.get(f"/attributes/{attribute.id}").text


def test_its_name_is_free_again_and_asked_for_on_the_way_back(cast, ana, attribute, attributes):
    drop(ana, attribute)
    form = {"name": "Clear communication", "statement": "Another one.", "grouping": ""}
    ana.post(f"/profiles/{cast.profile.id}/attributes", data=form)

    answer = bring_back(ana, attribute)
    assert answer.status_code == 409
    assert "There is already an attribute called “Clear communication”." in answer.text

    form = {"name": "Plain speech", "statement": "x", "base_revision": 2, "choice": "bring_back"}
    assert ana.post(f"/attributes/{attribute.id}/edit", data=form).status_code == 303
    assert attributes()["Plain speech"].dropped_at is None


def test_twice_is_explained(ana, attribute):
    drop(ana, attribute)
    answer = drop(ana, attribute)
    assert answer.status_code == 409
    assert "is dropped already" in answer.text
    bring_back(ana, attribute)
    assert bring_back(ana, attribute).status_code == 409


def test_only_editors(cy, reader, client, attribute, attributes):
    assert drop(reader, attribute).status_code == 403
    assert bring_back(reader, attribute).status_code == 403
    for browser in (cy, client):
        assert drop(browser, attribute).status_code == 404
        assert bring_back(browser, attribute).status_code == 404
    assert attributes()["Clear communication"].dropped_at is None
