"""An editor walks through suggestions on a phone: accepts one, dismisses one, undoes both."""

from playwright.sync_api import expect

from pog.profiles import services
from pog.profiles.authors import Author
from tests.browser.checks import expect_accessible, expect_no_sideways_scroll
from tests.factories import make_membership, make_organization, make_person


def test_suggestions_are_accepted_dismissed_and_undone(site, person):
    with site.work():
        place, ana = make_organization("Ridge County"), make_person("Ana")
        make_membership(place, ana, "admin")
        profile = services.create_profile(place, title="Portrait")
        attribute = services.add_attribute(
            profile,
            name="Critical thinker",
            statement="Weighs evidence, reasons well and solves problems.",
            author=Author(name="Ana"),
        )
        page = f"/attributes/{attribute.id}/align"
    phone = site.sign_in(person("phone"), ana)
    phone.goto(page)
    phone.get_by_role("link", name="See suggestions").click()
    phone.get_by_label("Where to look").select_option(label="O*NET Skills (35)")
    phone.get_by_role("button", name="Show", exact=True).click()
    best = phone.get_by_role("listitem").filter(has_text="Critical Thinking").first
    expect(best).to_contain_text("Both use")
    expect_accessible(phone)
    expect_no_sideways_scroll(phone)
    best.get_by_role("button", name="Accept Critical Thinking").click()
    expect(phone.get_by_text("“Critical Thinking” is now a proposed alignment.")).to_be_visible()
    expect_accessible(phone)
    phone.get_by_role("button", name="Undo: take it back").click()
    expect(phone.get_by_text("The alignment is taken back.")).to_be_visible()
    phone.get_by_role("button", name="Dismiss Critical Thinking").click()
    expect(phone.get_by_text("will not be suggested here again")).to_be_visible()
    expect(phone.get_by_role("button", name="Accept Critical Thinking")).to_have_count(0)
    phone.get_by_role("button", name="Undo: suggest it again").click()
    expect(phone.get_by_role("button", name="Accept Critical Thinking")).to_be_visible()
