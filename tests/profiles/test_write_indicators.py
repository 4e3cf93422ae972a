import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Indicator, Revision


@pytest.fixture
def indicators(app, attribute):
    def now():
        with app.app_context():
            rows = db.session.execute(
                select(Indicator.level, Indicator.text, Indicator.id)
                .where(Indicator.attribute_id == attribute.id)
                .order_by(Indicator.position)
            )
            return [tuple(row) for row in rows]

    return now


def add(browser, attribute, text="I can say it plainly.", level="Grades 3–5"):
    return browser.post(
        f"/attributes/{attribute.id}/indicators", data={"text": text, "level": level}
    )


def test_they_are_added_changed_and_removed_by_revisions(
    app, ana, attribute, indicators, revisions
):
    assert add(ana, attribute).status_code == 303
    ((level, text, key),) = indicators()
    assert (level, text) == ("Grades 3–5", "I can say it plainly.")
    page = ana.get(f"/attributes/{attribute.id}").text
    assert "I can say it plainly." in page

    form = {"text": "I can say it in two languages.", "level": "Graduate"}
    assert ana.post(f"/indicators/{key}/edit", data=form).status_code == 303
    assert indicators()[0][:2] == ("Graduate", "I can say it in two languages.")
    assert ana.post(f"/indicators/{key}/remove").status_code == 303
    assert indicators() == []
    assert [change for _n, change, _who in revisions(attribute.id)][1:] == ["indicators"] * 3

    with app.app_context():
        kept = db.session.scalars(select(Revision).where(Revision.number == 3)).one()
        assert kept.indicators == [{"level": "Graduate", "text": "I can say it in two languages."}]
    ana.post(f"/attributes/{attribute.id}/restore", data={"number": 2})
    assert indicators()[0][:2] == ("Grades 3–5", "I can say it plainly.")


def test_bad_input_is_kept(ana, attribute, indicators):
    answer = add(ana, attribute, text=" ", level="Graduate")
    assert answer.status_code == 422
    assert "Enter how it shows." in answer.text
    assert 'value="Graduate"' in answer.text
    assert add(ana, attribute, text="a" * 1001).status_code == 422
    assert indicators() == []


def test_only_editors(ana, cy, reader, client, attribute, indicators):
    add(ana, attribute)
    key = indicators()[0][2]
    assert add(reader, attribute).status_code == 403
    assert reader.post(f"/indicators/{key}/remove").status_code == 403
    for browser in (cy, client):
        assert add(browser, attribute).status_code == 404
        assert browser.get(f"/indicators/{key}/edit").status_code == 404
        assert browser.post(f"/indicators/{key}/remove").status_code == 404
    assert len(indicators()) == 1
