"""Choosing words to comment on, and reading on while new comments wait behind a button."""

from playwright.sync_api import expect

from tests.cast import make_cast
from tests.factories import make_attribute, make_comment

SELECT = """() => {
  const texts = document.createTreeWalker(document.querySelector("[data-quotable]"), 4);
  for (let node; (node = texts.nextNode());) {
    const at = node.data.indexOf("speak clearly");
    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + 13);
  }
}"""


def test_choose_words_and_keep_reading(site, person, axe):
    with site.work():
        cast = make_cast(current="comment")
        attribute = make_attribute(cast.profile, "Talk", "They **listen**, then speak clearly.")
        for number in range(8):
            make_comment(cast.profile, f"Before {number}", attribute=attribute)
    reading = site.sign_in(person("phone"), cast.ana)
    writing = site.sign_in(person("laptop"), cast.ben)
    for page in (reading, writing):
        page.goto(f"/attributes/{attribute.id}/comments")
    reading.get_by_text("Before 0").scroll_into_view_if_needed()
    writing.evaluate(SELECT)
    writing.get_by_role("button", name="Comment on these words").click()
    expect(writing.get_by_label("Which words is it about?")).to_have_value("speak clearly")
    expect(writing.get_by_label("Your comment")).to_be_focused()
    writing.keyboard.type("Clearly to whom?")
    writing.get_by_role("button", name="Post comment").click()
    expect(writing.locator("mark.said")).to_have_text("speak clearly")
    expect(writing.get_by_role("link", name="Comment on “speak clearly”: 1")).to_be_visible()
    new = reading.get_by_role("button", name="Show 1 new comment")
    expect(new).to_be_visible(timeout=10_000)
    expect(reading.get_by_text("Clearly to whom?")).to_be_hidden()
    new.click()
    expect(reading.get_by_text("Clearly to whom?")).to_be_in_viewport()
    axe(reading)
