"""A long list nobody sees all of: fair parts, the same after a reload, and a short list from it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.ballots.models import Ballot, Portion
from pog.ballots.portions import draw_portion
from pog.core.database import db
from tests.ballots.halls import fill_hall
from tests.factories import make_ballot, make_participant, make_sign_in

LIST = tuple(f"Quality {number}" for number in range(50))


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(1, 40), st.integers(1, 20), st.integers(0, 99))
def test_no_option_is_shown_more_than_once_oftener(options, most, people, seed):
    keys = [str(number) for number in range(options)]
    size = min(most, options)
    random = Random(seed)
    shown = dict.fromkeys(keys, 0)
    for _ in range(people):
        portion = draw_portion(keys, shown, size, random)
        assert len(set(portion)) == size
        for one in portion:
            shown[one] += 1
        assert max(shown.values()) - min(shown.values()) <= 1


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def ballot(cast, work, ana):
    with work():
        fill_hall(cast.convening, Students=17)
        ballot = make_ballot(
            cast.convening,
            method="score",
            options=LIST,
            settings={},
            state="draft",
            shown_each=10,
        )
    ana.post(f"/ballots/{ballot.id}/open")
    return ballot


@pytest.fixture
def late(app, cast, work, ballot):
    """A phone that joined after the opening."""
    with work():
        make_participant(cast.convening, sign_in=make_sign_in(None, token="late"))
    browser = app.test_client()
    browser.sign_in_with("late")
    return browser


def shown(app, ballot):
    with app.app_context():
        return [
            portion.options for portion in db.session.query(Portion).filter_by(ballot_id=ballot.id)
        ]


def names_on(text):
    part = text.split('id="vote"')[1].split("</form>")[0]
    return [name for name in LIST if f">{name}<" in part]


def test_everybody_here_gets_a_fair_part_at_the_opening(app, ballot):
    portions = shown(app, ballot)
    assert len(portions) == 19  # with Ana and Ben
    counts = {}
    for portion in portions:
        assert len(set(portion)) == 10
        for one in portion:
            counts[one] = counts.get(one, 0) + 1
    assert len(counts) == 50
    assert max(counts.values()) - min(counts.values()) <= 1


def test_the_part_stays_the_same_and_late_ones_get_theirs(app, ballot, late, as_person, cast):
    ben = as_person(cast.ben)
    first = names_on(ben.get(f"/ballots/{ballot.id}").text)
    assert len(first) == 10
    assert names_on(ben.get(f"/ballots/{ballot.id}").text) == first
    assert "Show me my part" in late.get(f"/ballots/{ballot.id}").text
    for _ in range(2):
        assert late.post(f"/ballots/{ballot.id}/portion").status_code == 303
    assert len(names_on(late.get(f"/ballots/{ballot.id}").text)) == 10
    assert len(shown(app, ballot)) == 20


def test_only_ones_own_part_can_be_marked_and_the_best_make_a_short_list(
    app, ballot, late, as_person, cast, ana
):
    ben = as_person(cast.ben)
    with app.app_context():
        mine = db.session.get(Portion, (ballot.id, cast.ben_seat.id)).options
        keys = db.session.get(Ballot, ballot.id).option_keys
    other = next(key for key in keys if key not in mine)
    address = f"/ballots/{ballot.id}"
    refused = ben.post(f"{address}/vote", data={f"mark-{other}": "5"})
    assert refused.status_code in (400, 422)
    marks = {f"mark-{key}": "5" if at < 3 else "1" for at, key in enumerate(mine)}
    assert ben.post(f"{address}/vote", data=marks).status_code == 303
    ana.post(f"{address}/close")
    assert ana.post(f"{address}/short-list", data={"top": "3"}).status_code == 409, "not shown yet"
    ana.post(f"{address}/reveal")
    answer = ana.post(f"{address}/short-list", data={"top": "3"})
    assert answer.status_code == 303
    with app.app_context():
        made = db.session.query(Ballot).filter_by(state="draft").one()
        best = {option.name for option in made.options}
        wanted = {
            one.name for one in db.session.get(Ballot, ballot.id).options if str(one.id) in mine[:3]
        }
        assert best == wanted
        assert made.shown_each is None
    assert ana.post(f"{address}/short-list", data={"top": "x"}).status_code in (400, 422)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"shown_each": "50"}, "fewer than there are"),
        ({"method": "approval"}, "A long list works with points"),
    ],
)
def test_a_long_list_that_is_none_is_refused(app, cast, ana, wrong, said):
    data = {"question": "Which?", "method": "score", "own": "\n".join(LIST), "shown_each": "8"}
    answer = ana.post(f"/convenings/{cast.convening.id}/ballots/new", data=data | wrong)
    assert answer.status_code in (400, 422)
    assert said in answer.text
