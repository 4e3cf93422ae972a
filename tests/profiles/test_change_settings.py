from datetime import date

from pog.core.database import db
from pog.profiles.models import Profile


def form(**changed):
    return {
        "title": "Our Portrait",
        "label": "portrait",
        "state": "proposed",
        "language": "es",
        "core_statement": "Known *and* needed.",
        "context_note": "A river town.",
        "usage_rules": "Keep the name.",
        "purposes": ["career", "college"],
        "review_on": "2027-06-30",
        **changed,
    }


def stored(app, cast):
    with app.app_context():
        return db.session.get(Profile, cast.profile.id)


def test_everything_is_stored(app, cast, ana):
    address = f"/profiles/{cast.profile.id}/settings"
    answer = ana.post(address, data=form())

    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "The settings are saved." in page
    assert "Known <em>and</em> needed." in page
    profile = stored(app, cast)
    assert (profile.title, profile.label, profile.state) == ("Our Portrait", "portrait", "proposed")
    assert profile.purposes == ["college", "career"]
    assert profile.review_on == date(2027, 6, 30)
    assert 'value="Our Portrait"' in ana.get(address).text


def test_bad_input_is_kept(app, cast, ana):
    address = f"/profiles/{cast.profile.id}/settings"
    answer = ana.post(address, data=form(title="", context_note="Kept words."))
    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert "Kept words." in answer.text
    assert ana.post(address, data=form(core_statement="a" * 2001)).status_code == 422
    assert ana.post(address, data=form(state="famous")).status_code == 422
    assert stored(app, cast).state == "drafting"


def test_only_editors(cast, reader, cy, client, as_person):
    address = f"/profiles/{cast.profile.id}/settings"
    assert reader.post(address, data=form()).status_code == 403
    assert as_person(cast.ben).post(address, data=form()).status_code == 403
    for browser in (cy, client):
        assert browser.get(address).status_code == 404
        assert browser.post(address, data=form()).status_code == 404
