"""A state, a district and a school: every change of the source is offered once, none by itself."""

from pog.profiles import services
from tests.lineage.conftest import forms_by_field, waiting


def edit_all_three(chain):
    """Edition 2 of the state, while both below went their own ways."""
    state, district, school = chain.state, chain.district, chain.school
    state.change(
        services.edit_attribute,
        "Communicator",
        statement="Speaks clearly and writes well, in two languages.",
    )
    state.change(services.edit_attribute, "Citizen", statement="Serves and leads the community.")
    state.change(services.edit_attribute, "Thinker", statement="Asks hard questions.")
    state.change(
        services.add_attribute, name="Maker", statement="Builds things.", grouping="Skills"
    )
    state.change(services.drop_attribute, "Collaborator")
    state.change(services.group_attribute, "Learner", grouping="Skills")
    state.change(services.move_attribute, "Learner", to=1)

    district.change(
        services.edit_attribute,
        "Communicator",
        statement="Listens, speaks clearly and writes well.",
    )
    district.change(services.edit_attribute, "Thinker", statement="Asks brave questions.")
    district.change(services.add_attribute, name="Steward", statement="Cares for land and water.")
    school.change(services.edit_attribute, "Citizen", statement="Serves the neighbourhood.")
    state.publish("Two languages, and making.")


EXPECTED_DISTRICT = [
    ("Skills", "Learner", "Keeps learning for life.", []),
    ("Skills", "Communicator", "Listens, speaks clearly and writes well, in two languages.", []),
    ("Skills", "Thinker", "Asks brave and hard questions.", []),
    ("Skills", "Maker", "Builds things.", []),
    ("Character", "Citizen", "Serves and leads the community.", []),
    (None, "Steward", "Cares for land and water.", []),
]


def decide_in_the_district(chain, decide):
    district = chain.district
    assert decide(district, "Communicator", "statement", "merged").status_code == 303
    done = decide(
        district, "Thinker", "statement", "by_hand", text="Asks brave and hard questions."
    )
    assert done.status_code == 303
    assert decide(district, "Maker", "presence", "accepted").status_code == 303
    assert decide(district, "Collaborator", "presence", "accepted").status_code == 303
    assert decide(district, "Learner", "place", "accepted").status_code == 303
    assert decide(district, "Citizen", "statement", "accepted").status_code == 303


def test_the_district_decides_field_by_field(chain, decide):
    edit_all_three(chain)
    before = chain.district.says()
    assert sorted(waiting(chain.district)) == [
        ("Citizen", "statement"),
        ("Collaborator", "presence"),
        ("Communicator", "statement"),
        ("Learner", "place"),
        ("Maker", "presence"),
        ("Thinker", "statement"),
    ]
    assert chain.district.says() == before  # looking changes nothing
    decide_in_the_district(chain, decide)
    assert chain.district.says() == EXPECTED_DISTRICT
    page = chain.district.browser.get(chain.district.address + "/upstream").text
    assert "Nothing waits for you" in page
    assert "stands on edition 2" in page


def test_the_school_gets_it_from_the_district_and_declines_what_it_wants(chain, decide, work):
    edit_all_three(chain)
    assert waiting(chain.school) == []  # the district has published nothing new
    decide_in_the_district(chain, decide)
    chain.district.publish()
    offered = set(waiting(chain.school))
    assert offered == {
        ("Learner", "place"),
        ("Communicator", "statement"),
        ("Thinker", "statement"),
        ("Maker", "presence"),
        ("Steward", "presence"),
        ("Collaborator", "presence"),
        ("Citizen", "statement"),
    }
    school = chain.school
    refused = decide(school, "Collaborator", "presence", "declined")
    assert refused.status_code == 422
    assert "Say why you decline it" in refused.text
    decide(school, "Collaborator", "presence", "declined", reason="We do this every day.")
    decide(school, "Citizen", "statement", "declined", reason="Ours says it for our street.")
    decide(school, "Maker", "presence", "accepted", text="Builder")
    for name, field in (
        ("Steward", "presence"),
        ("Learner", "place"),
        ("Communicator", "statement"),
        ("Thinker", "statement"),
    ):
        assert decide(school, name, field, "accepted").status_code == 303
    assert school.says() == [
        ("Skills", "Learner", "Keeps learning for life.", []),
        (
            "Skills",
            "Communicator",
            "Listens, speaks clearly and writes well, in two languages.",
            [],
        ),
        ("Skills", "Collaborator", "Works with others.", []),
        ("Skills", "Thinker", "Asks brave and hard questions.", []),
        ("Skills", "Builder", "Builds things.", []),
        ("Character", "Citizen", "Serves the neighbourhood.", []),
        (None, "Steward", "Cares for land and water.", []),
    ]
    # What was declined stays declined, also when the next edition says other things.
    chain.district.change(services.edit_attribute, "Steward", statement="Cares for the earth.")
    chain.district.publish()
    assert waiting(school) == [("Steward", "statement")]
    # And comes again when the source changes that very thing again.
    chain.district.change(services.edit_attribute, "Citizen", statement="Leads the community.")
    chain.district.publish()
    assert sorted(waiting(school)) == [("Citizen", "statement"), ("Steward", "statement")]


def test_what_touches_nothing_of_ours_goes_together(chain):
    edit_all_three(chain)
    district = chain.district
    page = district.browser.get(district.address + "/upstream").text
    assert "3 of them touch none of your own words." in page
    action, fields = next(one for _label, one in forms_by_field(page) if "untouched" in one[0])
    assert district.browser.post(action, data=fields).status_code == 303
    assert sorted(waiting(district)) == [
        ("Collaborator", "presence"),
        ("Communicator", "statement"),
        ("Thinker", "statement"),
    ]


def test_a_conflict_cannot_be_merged_by_itself_and_keeps_what_was_typed(chain, decide):
    edit_all_three(chain)
    assert decide(chain.district, "Thinker", "statement", "merged").status_code == 409
    long = "Asks " + "very " * 2000
    refused = decide(chain.district, "Thinker", "statement", "by_hand", text=long, reason="both")
    assert refused.status_code == 422
    assert "very very" in refused.text
    assert 'value="both"' in refused.text
    taken = decide(chain.district, "Maker", "presence", "accepted", text="Steward")
    assert taken.status_code == 409
    assert "There is already an attribute called “Steward”" in taken.text


def test_two_who_decide_at_once_store_it_once(chain, decide):
    edit_all_three(chain)
    page = chain.district.browser.get(chain.district.address + "/upstream").text
    action, fields = next(
        one for label, one in forms_by_field(page) if one[1].get("field") == "place"
    )
    first, second = dict(fields), dict(fields)
    second["idempotency_key"] = "1" * 32
    assert (
        chain.district.browser.post(action, data={**first, "choice": "accepted"}).status_code == 303
    )
    late = chain.district.browser.post(action, data={**second, "choice": "accepted"})
    assert late.status_code == 409
    assert "decided already" in late.text
    stale = dict(fields, idempotency_key="2" * 32)
    chain.state.change(services.edit_attribute, "Learner", statement="Learns.")
    chain.state.publish()
    other = next(
        one
        for label, one in forms_by_field(page)
        if one[1].get("field") == "statement" and "Citizen" in label
    )
    late = chain.district.browser.post(other[0], data={**other[1], "choice": "accepted"})
    assert late.status_code == 409
    assert "A newer edition" in late.text
    assert stale


def test_a_decision_can_be_taken_again(chain, decide):
    edit_all_three(chain)
    district = chain.district
    decide(district, "Citizen", "statement", "declined", reason="Not us.")
    assert ("Citizen", "statement") not in waiting(district)
    page = district.browser.get(district.address + "/upstream").text
    action, fields = next(one for _label, one in forms_by_field(page) if "reopen" in one[0])
    assert district.browser.post(action, data=fields).status_code == 303
    assert ("Citizen", "statement") in waiting(district)
    decide(district, "Citizen", "statement", "accepted")
    assert ("Character", "Citizen", "Serves and leads the community.", []) in district.says()


def test_who_may(chain, as_person, cast):
    edit_all_three(chain)
    address = chain.district.address + "/upstream"
    cy = as_person(cast.cy)
    assert cy.get(address).status_code == 404
    assert cy.post(address, data={"choice": "accepted"}).status_code == 404
    assert chain.district.browser.post(address, data={"subject": "x"}).status_code == 404
    assert chain.district.browser.get(chain.state.address + "/upstream").status_code == 404


def test_the_profile_leads_there(chain):
    edit_all_three(chain)
    page = chain.district.browser.get(chain.district.address).text
    assert "6 changes in its source" in page
    assert "/upstream" in page
