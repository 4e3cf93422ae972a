"""Reading changes nothing, and takes as many queries on a crowded page as on an empty one."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from pog.core.database import Model, db
from tests.architecture.world import address_of, make_world, routes
from tests.browsing import HTMX

pytestmark = pytest.mark.usefixtures("causes")

# Pages that may ask more when there is more, with the reason.
GROWS: dict[str, str] = {}


def contents(app):
    """Every row of every table."""
    with app.app_context():
        return {
            table.name: sorted(map(repr, db.session.execute(sa.select(table)).all()))
            for table in Model.metadata.sorted_tables
        }


def test_get_writes_nothing(app, work, as_person):
    with work():
        cast, values = make_world()
    browsers = [as_person(cast.ana), as_person(cast.ben), as_person(cast.cy), app.test_client()]
    before = contents(app)
    for rule, _view in routes(app, "GET"):
        address = address_of(app, rule, values)
        for browser in browsers:
            browser.get(address)
            browser.get(address, headers=HTMX)
        after = contents(app)
        changed = [name for name in after if after[name] != before[name]]
        assert not changed, f"GET {rule.rule} changed {changed}"


@contextmanager
def counted(app):
    """The statements sent to the database inside the block."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def statements_by_page(app, browser, values):
    found = {}
    for rule, _view in routes(app, "GET"):
        address = address_of(app, rule, values)
        with counted(app) as statements:
            browser.get(address)
        found[rule.rule] = list(statements)
    return found


def test_a_crowded_page_asks_no_more_queries_than_an_empty_one(app, work, as_person, database):
    with work():
        cast, values = make_world(crowd=2)
    few = statements_by_page(app, as_person(cast.ana), values)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    database.reset()
    with work():
        cast, values = make_world(crowd=7)
    many = statements_by_page(app, as_person(cast.ana), values)
    worse = {
        f"{rule}: {len(few[rule])} -> {len(many[rule])}": most_repeated(many[rule])
        for rule in few
        if len(many[rule]) > len(few[rule]) and rule not in GROWS
    }
    assert not worse, "\n".join(f"{page}, most often: {query}" for page, query in worse.items())


def most_repeated(statements):
    """The statement sent most often, cut to what one needs to find it."""
    return " ".join(max(statements, key=statements.count).split())[:200]
