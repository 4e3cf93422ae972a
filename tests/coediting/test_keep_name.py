"""Keeping a version keeps the name another has given meanwhile."""


def keep(browser, attribute, name, base=None):
    form = {"name": name, "reason": "Agreed"} | ({"base_name": base} if base else {})
    return browser.post(f"/attributes/{attribute.id}/keep", data=form)


def test_a_name_one_did_not_touch_stays_what_others_made_it(cast, as_person, attribute, stored):
    before = attribute.name
    assert keep(as_person(cast.ana), attribute, "Listening", before).status_code == 303
    assert stored(attribute.id).name == "Listening"
    assert keep(as_person(cast.ben), attribute, before, before).status_code == 303
    assert stored(attribute.id).name == "Listening"


def test_a_new_name_is_taken(cast, as_person, attribute, stored):
    assert keep(as_person(cast.ben), attribute, "Hearing", attribute.name).status_code == 303
    assert stored(attribute.id).name == "Hearing"
    assert stored(attribute.id).revisions[-1].reason == "Agreed"


def test_what_is_wrong_comes_back_with_the_name_it_began_with(cast, as_person, attribute):
    answer = keep(as_person(cast.ben), attribute, " ", attribute.name)
    assert answer.status_code == 422
    assert "Enter a name." in answer.text
    assert f'name="base_name" value="{attribute.name}"' in answer.text
