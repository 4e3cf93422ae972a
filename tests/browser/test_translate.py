"""Somebody translates a profile on a phone, with and without scripts; a family reads it."""

from playwright.sync_api import expect

from pog.profiles import services
from tests.browser.checks import expect_accessible, expect_no_sideways_scroll
from tests.factories import make_membership, make_organization, make_person
from tests.lineage.conftest import AUTHOR, Level


def test_a_profile_is_translated_and_read(site, person):
    with site.work():
        place, ana = make_organization("Virginia"), make_person("Ana")
        make_membership(place, ana, "admin")
        profile = services.create_profile(place, title="State portrait")
        services.add_attribute(
            profile, name="Communicator", statement="Speaks clearly.", author=AUTHOR
        )
        services.add_attribute(profile, name="Thinker", statement="", author=AUTHOR)
        state, slug = Level(site.work, profile.id), profile.slug

    phone = site.sign_in(person("phone"), ana)
    phone.goto(state.address)
    phone.get_by_role("link", name="Translations").click()
    phone.get_by_role("link", name="Translate into Spanish").click()
    expect(phone.get_by_text("0 of 4")).to_be_visible()
    part = phone.get_by_role("region", name="Communicator")
    part.get_by_label("Name in Spanish").fill("Comunica")
    part.get_by_label("What it means in Spanish").fill("Habla con claridad.")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_text("2 translations are saved.")).to_be_visible()
    expect(phone.get_by_text("2 of 4")).to_be_visible()
    expect_accessible(phone)
    expect_no_sideways_scroll(phone)

    state.change(services.edit_attribute, "Communicator", statement="Speaks and listens.")
    plain = site.sign_in(person("laptop", java_script_enabled=False), ana)
    plain.goto(f"{state.address}/translations/es?show=open")
    expect(plain.get_by_text("1 out of date")).to_be_visible()
    part = plain.get_by_role("region", name="Communicator")
    expect(part.locator("ins")).to_contain_text("and listens")
    part.get_by_label("What it means in Spanish").fill("Habla y escucha.")
    part.get_by_role("button", name="Save").click()
    expect(plain.get_by_text("1 translation is saved.")).to_be_visible()
    expect(plain.get_by_text("1 out of date")).to_have_count(0)

    state.publish()
    family = person("phone", locale="es-US")
    family.goto(f"{site.url}/p/{slug}")
    expect(family.get_by_text("Habla y escucha.")).to_be_visible()
    expect(family.locator("[lang=en]", has_text="Thinker").first).to_be_visible()
    expect_accessible(family)
    family.get_by_role("link", name="English", exact=True).click()
    expect(family.get_by_text("Speaks and listens.")).to_be_visible()
