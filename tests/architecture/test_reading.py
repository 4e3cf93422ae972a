"""Reading changes nothing, and takes as many queries on a crowded page as on an empty one."""

import pytest
import sqlalchemy as sa

from pog.core.database import Model, db
from tests.architecture.world import address_of, make_world, routes
from tests.browsing import HTMX
from tests.watching import statements_of

pytestmark = pytest.mark.usefixtures("causes")

# Pages that may ask more when there is more, with the reason.
GROWS: dict[str, str] = {}
AT_ONCE = 20
"""Pages read between two looks at every row: the looks take longer than the pages."""


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
    rules = [rule for rule, _view in routes(app, "GET")]
    for start in range(0, len(rules), AT_ONCE):
        some = rules[start : start + AT_ONCE]
        for rule in some:
            address = address_of(app, rule, values)
            for browser in browsers:
                browser.get(address)
                browser.get(address, headers=HTMX)
        after = contents(app)
        changed = [name for name in after if after[name] != before[name]]
        assert not changed, f"GET of one of {[rule.rule for rule in some]} changed {changed}"


def statements_by_page(app, browser, values):
    found = {}
    for rule, _view in routes(app, "GET"):
        address = address_of(app, rule, values)
        with statements_of(app) as statements:
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
