"""All library profiles on posters: whatever the names, no words overlap or leave the page."""

import pytest

from pog.config import resources
from pog.core.clock import now
from pog.exports.gathering import portrait_of_edition
from pog.exports.paper.layouts import LAYOUTS
from pog.exports.paper.posters import poster
from pog.library.services import content_of
from pog.profiles.models import Edition, Profile
from pog.profiles.publishing import render_content
from pog.seeding.published import read_profiles

# Where each run of words really lies, as the browser draws it.
BOXES = """() => {
  const page = document.querySelector('svg').getBoundingClientRect();
  const runs = [...document.querySelectorAll('g')].filter(g => g.querySelector(':scope > use'));
  return runs.map(text => {
    const box = text.getBoundingClientRect();
    return [box.left - page.left, box.top - page.top, box.right - page.left, box.bottom - page.top,
            page.width, page.height];
  }).filter(box => box[2] > box[0]);
}"""


def overlapping(boxes):
    """Pairs of runs that cover each other by more than the slope of a letter."""
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            if wide > 1.5 and high > 1.5:
                yield one, other


def portraits(language):
    """The library's profiles as editions nobody had to publish."""
    for facts in read_profiles(resources() / "seeds" / "profiles"):
        content = content_of(facts)
        for grouping in content["groupings"]:
            for one in grouping["attributes"]:
                one["name"] = one["translations"].get(language, {}).get("name", one["name"])
        profile = Profile(id=facts.uuid, slug=facts.id, look={})
        edition = Edition(
            number=1,
            content=content,
            content_hash="",
            rendered=render_content(content),
            notes="",
            published_at=now(),
        )
        portrait = portrait_of_edition(profile, edition, "https://pog.example.org")
        if portrait.attributes:
            yield portrait


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_words_overlap_or_are_cut(bare_app, chromium, language):
    page, wrong, seen = chromium.new_page(), [], set()
    with bare_app.test_request_context():
        for portrait in portraits(language):
            seen.add(portrait.slug)
            for layout in LAYOUTS if language == "en" else [""]:
                page.set_content(poster(portrait, "svg", layout).decode())
                boxes = page.evaluate(BOXES)
                assert len(boxes) > len(portrait.attributes), (portrait.slug, layout)
                wrong += [(portrait.slug, layout, *pair) for pair in overlapping(boxes)]
                wrong += [(portrait.slug, layout, box) for box in boxes if leaves(box)]
    page.close()
    assert len(seen) >= 18
    assert not wrong, wrong[:5]


def leaves(box):
    left, top, right, bottom, wide, high = box
    return left < -1 or top < -1 or right > wide + 1 or bottom > high + 1
