"""A statement people have better words for, and guests who say them."""

import pytest

from pog.convenings.models import Activity, Convening
from pog.core.database import db
from pog.profiles.models import Attribute, Revision
from pog.suggestions.models import Suggestion
from tests.factories import make_attribute, make_participant, open_activity

STATEMENT = "Every learner communicates clearly with peers. They speak clearly in public."


@pytest.fixture
def attribute(work, cast):
    with work():
        return make_attribute(cast.profile, "Communicator", STATEMENT)


@pytest.fixture
def read(app, work):
    """Rows as they are now, out of any session."""

    class Read:
        def attribute(self, key):
            with app.app_context():
                return db.session.get(Attribute, key)

        def revisions(self, key):
            with app.app_context():
                return (
                    db.session.query(Revision)
                    .filter_by(attribute_id=key)
                    .order_by(Revision.number)
                    .all()
                )

        def suggestions(self):
            with app.app_context():
                return db.session.query(Suggestion).order_by(Suggestion.created_at).all()

    return Read()


@pytest.fixture
def suggest(attribute):
    """Post the form; the suggestion's own page, where it leads."""

    def post(browser, quote, words, **more):
        form = {"quote": quote, "wording": words, **more}
        return browser.post(f"/attributes/{attribute.id}/suggestions", data=form)

    return post


@pytest.fixture
def guest(cast, work, as_person):
    """Guests with a seat each: `guest("Quiet Heron")`; the browser carries it."""

    def sit(nickname="Quiet Heron", convening=None):
        browser = as_person(None)
        with work():
            browser.seat = make_participant(
                convening or cast.convening, sign_in=browser.sign_in, nickname=nickname
            )
        return browser

    return sit


@pytest.fixture
def move_to(cast, work):
    """Take the room to the first activity of a kind."""

    def move(kind):
        with work():
            convening = db.session.get(Convening, cast.convening.id)
            activity = (
                db.session.query(Activity).filter_by(convening_id=convening.id, kind=kind).one()
            )
            open_activity(convening, activity)

    return move
