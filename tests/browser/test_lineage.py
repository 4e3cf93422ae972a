"""A district takes over what its state changed, on a phone; the state sees what lives on."""

from playwright.sync_api import expect

from pog.profiles import services
from tests.browser.checks import expect_accessible, expect_no_sideways_scroll
from tests.factories import make_membership, make_organization, make_person
from tests.lineage.conftest import AUTHOR, Level, clone


def test_changes_come_down_and_what_lives_on_is_seen_above(site, person):
    with site.work():
        places, people = [], []
        for name in ("Virginia", "Ridge County"):
            places.append(make_organization(name, parent=places[-1] if places else None))
            people.append(make_person(f"{name} admin"))
            make_membership(places[-1], people[-1], "admin")
        profile = services.create_profile(places[0], title="State portrait")
        for name, text in (
            ("Communicator", "Speaks clearly."),
            ("Thinker", "Asks good questions."),
        ):
            services.add_attribute(profile, name=name, statement=text, author=AUTHOR)
        state = Level(site.work, profile.id)
    state.publish()
    district = clone(site.work, state, places[1], "District portrait")
    district.change(services.edit_attribute, "Thinker", statement="Asks brave questions.")
    district.publish()
    state.change(services.edit_attribute, "Thinker", statement="Asks hard questions.")
    state.change(services.add_attribute, name="Maker", statement="Builds things.")
    state.publish()

    phone = site.sign_in(person("phone"), people[1])
    phone.goto(district.address)
    phone.get_by_role("link", name="2 changes in its source").click()
    expect_accessible(phone)
    expect_no_sideways_scroll(phone)
    box = phone.get_by_role("textbox", name="The text you want to have")
    expect(box).to_have_value("Asks brave questions.")
    box.fill("Asks brave and hard questions.")
    phone.get_by_role("button", name="Save this text").click()
    expect(phone.get_by_text("Taken over. The words before are in the history.")).to_be_visible()
    phone.get_by_role("button", name="Take it over").click()
    expect(phone.get_by_text("Nothing waits for you")).to_be_visible()
    assert [said[1:3] for said in district.says()][1] == (
        "Thinker",
        "Asks brave and hard questions.",
    )

    laptop = site.sign_in(person("laptop"), people[0])
    laptop.goto(state.address)
    laptop.get_by_role("link", name="Where it lives on").click()
    expect(laptop.get_by_text("Ridge County")).to_be_visible()
    expect_accessible(laptop)
    laptop.get_by_role("link", name="Thinker").click()
    expect(laptop.get_by_text("What became of it")).to_be_visible()
    expect_accessible(laptop)
