"""The geometry of posters: boxes stay apart, on the page and inside their shapes."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.exports.paper import colours
from pog.exports.paper.layouts import HEIGHT, LAYOUTS, WIDTH, Section, Words, candidates
from pog.exports.paper.layouts.wheel import room_in_sector

shapes = st.lists(st.integers(1, 9), min_size=1, max_size=4)


def sections(shape, name="Name"):
    return [
        Section(
            name=f"Part {at}" if len(shape) > 1 else "",
            tone="#0f5c4c",
            attributes=tuple(
                Words(name=f"{name} {at}.{n}", statement="Does it.", tone="#0f5c4c")
                for n in range(number)
            ),
        )
        for at, number in enumerate(shape)
    ]


def apart(one, other):
    gap = 0.01
    return (
        one.x + one.w <= other.x + gap
        or other.x + other.w <= one.x + gap
        or one.y + one.h <= other.y + gap
        or other.y + other.h <= one.y + gap
    )


@settings(max_examples=40, deadline=None)
@given(shapes)
def test_boxes_never_overlap_and_never_leave_the_page(shape):
    for layout in candidates(sections(shape), "Centre"):
        for box in layout.boxes:
            assert box.x >= -0.01 and box.y >= -0.01, (layout.name, box)
            assert box.x + box.w <= WIDTH + 0.01 and box.y + box.h <= HEIGHT + 0.01
        for one, other in itertools.combinations(layout.boxes, 2):
            assert apart(one, other), (layout.name, one, other)
        named = [box.text for box in layout.boxes if box.kind == "name"]
        assert sorted(named) == sorted(w.name for s in sections(shape) for w in s.attributes)


@given(st.integers(3, 12), st.integers(0, 11))
@settings(max_examples=30, deadline=None)
def test_words_stay_inside_their_sector(number, place):
    turn = 2 * math.pi / number
    start = -math.pi / 2 + (place % number - 0.5) * turn
    x, y, w, h = room_in_sector(134, 336, start, start + turn)
    for px, py in ((x, y), (x + w, y), (x, y + h), (x + w, y + h)):
        assert 133 <= math.hypot(px, py) <= 337
        turned = (math.atan2(py, px) - start - turn / 2 + math.pi) % (2 * math.pi) - math.pi
        assert abs(turned) <= turn / 2 + 0.001


@pytest.mark.parametrize("wanted", LAYOUTS)
def test_the_wanted_layout_comes_first(wanted):
    assert candidates(sections([5]), "Centre", wanted)[0].name == wanted


def test_every_ink_can_be_read_on_its_tone():
    for main, accent in (("#0f5c4c", "#b4460f"), ("#ffee00", "#000000"), ("#777777", "#888888")):
        for tone in colours.tones(main, accent, 6):
            assert colours.contrast(tone, colours.ink_on(tone)) >= 4.5
    assert colours.readable_on_paper(colours.darkened("#ffee00"))
    assert round(colours.contrast("#000000", "#ffffff")) == 21
    assert not colours.is_colour("#12345g") and not colours.is_colour("red")
