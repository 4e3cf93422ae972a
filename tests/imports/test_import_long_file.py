"""A long file is a job: followed on its page, cancelled, taken again, all or nothing."""

import pytest
from sqlalchemy import func, select

from pog.core import jobs
from pog.core.database import db
from pog.core.jobs import Job
from pog.core.work import unit_of_work
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.frameworks.services import begin_framework, keep_associations
from pog.imports.models import FrameworkImport
from pog.standards.case.reading import read_package
from tests.browsing import HTMX


@pytest.fixture
def ana(as_person, cast):
    return as_person(cast.ana)


@pytest.fixture
def long(first):
    """Longer than what is read while its sender waits."""
    first["CFItems"][0]["notes"] = "Many words. " * 100_000
    return first


def work_off(app):
    with app.app_context():
        return jobs.work_off()


def counts(app):
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(table))
            for table in (Framework, Competency, FrameworkAssociation)
        )


def test_it_is_followed_and_then_there(app, ana, send, long):
    answer = send(ana, long)
    address = answer.location
    assert address.startswith("/framework-imports/")
    page = ana.get(address).text
    assert 'hx-trigger="every 2s"' in page
    assert "It waits for its turn." in page
    assert "percent" in ana.get(f"{address}/progress", headers=HTMX).text
    assert counts(app) == (0, 0, 0)
    assert work_off(app) == 1
    assert ana.get(f"{address}/progress", headers=HTMX).headers["HX-Redirect"] == address
    page = ana.get(address).text
    assert "3 competencies, 5 links." in page
    assert "every 2s" not in page
    assert counts(app) == (1, 3, 5)
    with app.app_context():
        assert db.session.scalar(select(FrameworkImport)).content is None


def test_a_region_that_is_swapped_holds_no_form(ana, send, long):
    address = send(ana, long).location
    part = ana.get(f"{address}/progress", headers=HTMX).text
    assert "<form" not in part
    assert "<button" not in part


def test_an_update_of_a_long_file_is_a_job_too(app, ana, send, long, newer):
    send(ana, long)
    work_off(app)
    newer["CFItems"][1]["notes"] = "Other words. " * 100_000
    address = send(ana, newer).location
    work_off(app)
    assert "What this file changes" in ana.get(address).text
    assert ana.post(f"{address}/update").status_code == 303
    assert work_off(app) == 1
    assert "What the file changed" in ana.get(address).text
    assert counts(app) == (1, 4, 6)
    assert ana.post(f"{address}/undo").status_code == 303
    assert counts(app) == (1, 3, 5)


def test_it_is_cancelled_before_it_begins(app, ana, send, long):
    address = send(ana, long).location
    assert ana.post(f"{address}/drop").status_code == 303
    assert work_off(app) == 0
    assert "Dropped" in ana.get(address).text
    assert counts(app) == (0, 0, 0)


def test_a_worker_that_died_half_way_leaves_nothing_behind(app, ana, send, long, cast):
    """The next one takes away what is there and begins again."""
    send(ana, long)
    package = read_package(long).package
    with app.app_context(), unit_of_work():
        job = db.session.scalar(select(Job))
        found = db.session.scalar(select(FrameworkImport))
        half = begin_framework(
            package, organization_id=cast.riverbend.id, sector="k12", imported_from="x"
        )
        found.framework_id = half.id
        keep_associations(half.id, package.associations[:2])
        job.state = jobs.WAITING
    assert counts(app) == (1, 0, 2)
    assert work_off(app) == 1
    assert counts(app) == (1, 3, 5)


def test_a_long_file_that_makes_no_sense_is_explained_and_changes_nothing(app, ana, send, long):
    long["CFItems"].append({**long["CFItems"][1], "identifier": long["CFItems"][0]["identifier"]})
    address = send(ana, long).location
    work_off(app)
    page = ana.get(address).text
    assert "Nothing was changed" in page
    assert "is used for two different things" in page
    assert counts(app) == (0, 0, 0)


def test_the_reason_is_in_the_language_of_whoever_asked(app, as_person, cast, send, long):
    ana = as_person(cast.ana)
    ana.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    del long["CFDocument"]
    long["CFItems"] = [long["CFItems"][0]]
    address = send(ana, long).location
    work_off(app)
    assert "no tiene CFDocument" in ana.get(address).text


def test_a_long_table_is_called_as_its_file(app, ana, send):
    rows = b"".join(b"A statement of some length,%d\n" % number for number in range(40_000))
    send(ana, b"fullStatement,code\n" + rows)
    assert work_off(app) == 1
    with app.app_context():
        assert db.session.scalars(select(Framework.title)).all() == ["speaking"]
