"""Several people set things up in the same moment: one is first, the others read a sentence."""

from concurrent.futures import ThreadPoolExecutor

import pytest

TOGETHER = 4


@pytest.fixture
def at_once(cast, as_person):
    """Send the same form from several browsers of one admin; the answers, best first."""
    browsers = [as_person(cast.ana) for _ in range(TOGETHER)]

    def send(address, **form):
        with ThreadPoolExecutor(TOGETHER) as threads:
            answers = threads.map(lambda browser: browser.post(address, data=form), browsers)
            return sorted(answers, key=lambda answer: answer.status_code)

    return send


def refused(answers):
    """The answers of those who were not first; whoever came late enough may have been taken."""
    assert answers[0].status_code == 303
    return [answer for answer in answers if answer.status_code != 303]


def test_organizations_with_one_name(at_once):
    form = {"name": "Lakeside", "level": "district", "parent": ""}
    for answer in refused(at_once("/organizations/new", **form)):
        assert answer.status_code == 422
        assert "There is already an organization" in answer.text


def test_profiles_with_one_title(cast, at_once):
    form = {"title": "Portrait", "label": "profile", "language": "en"}
    for answer in refused(at_once(f"/organizations/{cast.riverbend.id}/profiles/new", **form)):
        assert answer.status_code == 409
        assert "Somebody changed the same thing in this moment" in answer.text


def test_one_person_invited_twice(cast, at_once):
    form = {"email": cast.cy.email, "role": "editor"}
    for answer in refused(at_once(f"/organizations/{cast.riverbend.id}/people", **form)):
        assert answer.status_code == 409


def test_groups_with_one_name(cast, at_once):
    answers = at_once(f"/convenings/{cast.convening.id}/groups/new", name="The board", seats=3)
    assert [answer.status_code for answer in answers] == [303, 422, 422, 422]
    assert "There is already a group with this name." in answers[1].text


@pytest.mark.parametrize("address", ["/p/%00", "/library/%00", "/frameworks?q=%00"])
def test_what_a_database_cannot_read_is_no_failure(address, client):
    assert client.get(address).status_code in (200, 404, 422)
