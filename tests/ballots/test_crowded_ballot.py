"""300 votes and 60 options take no more queries than three."""

from tests.ballots.halls import fill_hall, options_of
from tests.browsing import HTMX
from tests.factories import make_ballot, make_vote
from tests.watching import statements_of


def asked(app, cast, work, browser, *, votes, options):
    """How many statements each page and deed takes."""
    with work():
        ballot = make_ballot(cast.convening, options=tuple(f"Option {n}" for n in range(options)))
        keys = options_of(ballot)
        for seat in fill_hall(cast.convening, Students=votes)["Students"]:
            make_vote(ballot, seat, dict.fromkeys(keys, 1))
    counts = {}
    steps = [
        ("get", "", 200),
        ("get", "/desk", 200),
        ("get", "/projector", 200),
        ("post", "/close", 303),
        ("post", "/reveal", 303),
        ("get", "", 200),
        ("get", "/desk", 200),
        ("get", "/projector", 200),
    ]
    for number, (method, page, status) in enumerate(steps):
        with statements_of(app) as statements:
            answer = getattr(browser, method)(f"/ballots/{ballot.id}{page}")
        assert answer.status_code == status
        counts[number, method, page] = len(statements)
    return counts


def test_a_crowded_ballot_asks_no_more(app, cast, work, as_person):
    ana = as_person(cast.ana)
    few = asked(app, cast, work, ana, votes=3, options=3)
    many = asked(app, cast, work, ana, votes=300, options=60)
    assert many == few
    assert max(many.values()) <= 40


def test_a_hall_asks_little(app, cast, work, as_person):
    """A thousand people load the page and vote within twenty seconds; a statement more is felt."""
    with work():
        ballot = make_ballot(cast.convening, method="fist_to_five", options=("This",))
        key = options_of(ballot)[0]
        fill_hall(cast.convening, Students=5)
    ben = as_person(cast.ben)
    page, form = f"/ballots/{ballot.id}", {f"mark-{key}": "4", "idempotency_key": "one"}
    ben.get(page)
    with statements_of(app) as seen:
        ben.get(page)
    with statements_of(app) as voted:
        answer = ben.post(f"{page}/vote", data=form, headers=HTMX)
    assert answer.status_code == 200 and "Your vote is stored" in answer.text
    # With BEGIN; PostgreSQL says what kind of reading it is, and locks the ballot for a vote.
    assert len(seen) <= 11, seen
    assert len(voted) <= 18, voted
