"""Who gets which file, at which address, and how it arrives."""

import uuid

import pytest

FORMATS = {
    "case-1.1": "application/json",
    "case-1.0": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize(("name", "kind"), FORMATS.items())
def test_those_who_see_the_draft_download_it(as_person, cast, rich, name, kind):
    for person in (cast.ana, cast.ben):
        answer = as_person(person).get(f"/profiles/{rich.id}/export/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == kind
        saved_as = answer.headers["Content-Disposition"]
        assert saved_as.startswith(f'attachment; filename="{rich.slug}-draft.')


@pytest.mark.parametrize("page", ["export", "export/case-1.1", "export/xlsx", "print"])
def test_nobody_else_does(as_person, cast, client, rich, page):
    address = f"/profiles/{rich.id}/{page}"
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(address).status_code == 404
    assert as_person(cast.ana).post(address).status_code == 405


@pytest.mark.parametrize("name", FORMATS)
def test_everybody_downloads_an_edition(client, rich, edition, name):
    answer = client.get(f"/p/{rich.slug}/editions/1/export/{name}")
    assert answer.status_code == 200
    assert f'filename="{rich.slug}-edition-1.' in answer.headers["Content-Disposition"]
    assert client.get(f"/p/{rich.id}/editions/1/export/{name}").status_code == 200


@pytest.mark.parametrize("more", ["export/case-1.1", "export/xlsx", "print"])
def test_an_unpublished_edition_is_not_there(client, as_person, cast, rich, more):
    for number in (1, 0, 2**40):
        assert client.get(f"/p/{rich.slug}/editions/{number}/{more}").status_code == 404
    assert as_person(cast.ana).get(f"/p/{rich.slug}/editions/1/{more}").status_code == 404
    assert client.get(f"/p/no-such/editions/1/{more}").status_code == 404


def test_unknown_formats_and_profiles_are_404(as_person, cast, client, rich, edition):
    ana = as_person(cast.ana)
    assert ana.get(f"/profiles/{rich.id}/export/rtf").status_code == 404
    assert client.get(f"/p/{rich.slug}/editions/1/export/rtf").status_code == 404
    assert ana.get(f"/profiles/{uuid.uuid4()}/export").status_code == 404


def test_the_menu_says_what_is_in_what_is_not_and_the_licences(as_person, cast, rich, edition):
    text = as_person(cast.ben).get(f"/profiles/{rich.id}/export").text
    for words in (
        "CASE 1.1 file",
        "Workbook (XLSX)",
        "8 competencies elsewhere travel with no more than their licence lets pass",
        "CASE has no place for revisions, comments, votes and attendance.",
        "Workplace skills, Skills Council (2024)",
        "Licence: all rights reserved.",
        "Name Riverbend when you use it.",
        f"/p/{rich.slug}/editions/1/export/case-1.1",
        f"/profiles/{rich.id}/print",
    ):
        assert words in text


def test_the_profile_leads_to_map_and_files(as_person, cast, rich):
    text = as_person(cast.ben).get(f"/profiles/{rich.id}").text
    assert f"/profiles/{rich.id}/coverage" in text
    assert f"/profiles/{rich.id}/export" in text
    assert "8 alignments" in text


@pytest.mark.parametrize("page", ["export", "print", "export/case-1.1", "export/xlsx"])
def test_more_content_asks_no_more_queries(app, as_person, cast, rich, work, page):
    from pog.core.database import db
    from pog.profiles.models import Profile
    from tests.factories import make_alignment, make_attribute, make_competency, make_framework
    from tests.watching import statements_of

    ana = as_person(cast.ana)
    address = f"/profiles/{rich.id}/{page}"
    ana.get(address)
    with statements_of(app) as few:
        ana.get(address)
    with work():
        profile = db.session.get(Profile, rich.id)
        for number in range(5):
            framework = make_framework(f"More {number}", competencies=())
            attribute = make_attribute(profile, f"More {number}")
            make_alignment(attribute, make_competency(framework, "One more"))
    with statements_of(app) as many:
        ana.get(address)
    assert len(many) == len(few)
