from dataclasses import replace

from sqlalchemy import select

from pog.core.database import db
from pog.library.models import LibraryEntry
from pog.library.services import load_entries
from pog.profiles.models import Edition
from tests.library.conftest import SOUTH_CAROLINA, VIRGINIA, WYOMING, Attribute, Grouping


def test_loading_twice_changes_nothing(app, work, library):
    assert (library.added, library.changed, library.unchanged) == (3, 0, 0)
    with work():
        again = load_entries([SOUTH_CAROLINA, VIRGINIA, WYOMING])
        assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    with app.app_context():
        assert len(db.session.scalars(select(Edition)).all()) == 3


def test_another_text_is_a_new_edition_and_clones_keep_theirs(app, work, library):
    more = Grouping("World Class Skills", (Attribute("Creativity and innovation", "New words."),))
    with work():
        outcome = load_entries([replace(SOUTH_CAROLINA, groupings=(more,))])
        assert outcome.changed == 1
    with app.app_context():
        entry = db.session.get(LibraryEntry, "us-sc")
        assert entry.edition.number == 2
        assert len(db.session.scalars(select(Edition)).all()) == 4


def test_facts_beside_the_text_are_brought_up_to_date(app, work, library):
    with work():
        load_entries([replace(VIRGINIA, licence="CC BY 4.0", verified=False)])
    with app.app_context():
        entry = db.session.get(LibraryEntry, "us-va")
        assert (entry.licence, entry.verified, entry.edition.number) == ("CC BY 4.0", False, 1)
