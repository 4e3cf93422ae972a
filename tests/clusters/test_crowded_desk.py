"""Two hundred notes in twenty themes: as many queries as for two, and not too many bytes."""

import gzip

import pytest

from tests.factories import make_activity, make_cluster, make_note, make_star
from tests.watching import statements_of


@pytest.fixture
def fill(cast, work):
    def put(notes, themes):
        with work():
            activity = make_activity(cast.convening, "collect", position=9)
            written = [
                make_note(activity, f"Idea {n}, said in a few words.", revealed=True)
                for n in range(notes)
            ]
            for note in written[::3]:
                make_star(note, cast.ben_seat, 4)
            each = notes // themes // 2
            for n in range(themes):
                some = tuple(written[n * each : (n + 1) * each])
                make_cluster(cast.convening, f"Theme {n}", notes=some)

    return put


PAGES = ("/desk", "/list", "", "/projector")


def test_queries_do_not_grow_with_notes_and_themes(app, ana, fill):
    fill(4, 2)
    few = {}
    for page in PAGES:
        with statements_of(app) as statements:
            assert ana.browser.get(ana.at + page).status_code == 200
        few[page] = len(statements)
    fill(196, 18)
    for page in PAGES:
        with statements_of(app) as statements:
            answer = ana.browser.get(ana.at + page)
        assert len(statements) <= few[page], page
        assert answer.status_code == 200
    assert ana.browser.get(f"{ana.at}/desk").text.count("data-note=") == 200


def test_a_move_sends_each_page_little(ana, fill):
    """What one move brings to a phone and to a desk among 200 notes in 20 themes."""
    fill(200, 20)
    sizes = {}
    for region in ("theme-notes", "themes", "themes-now", "themes-wall"):
        topics = f"convening:{ana.convening.id}"
        ana.browser.post(ana.at, data={"name": f"For {region}"})
        answer = ana.browser.get(f"/live-parts?topics={topics}&since=0&show={region}")
        sizes[region] = (len(answer.data), len(gzip.compress(answer.data)))
        print(f"{region}: {sizes[region]} bytes, plain and packed")  # noqa: T201 - a figure to report
    assert sizes["themes-now"][1] < 4_000
    assert sizes["theme-notes"][1] + sizes["themes"][1] < 16_000
