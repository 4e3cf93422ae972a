"""The printable page: everything on paper, with the address as a QR code once there is one."""

from tests.factories import make_participant


def test_the_draft_on_paper(as_person, cast, rich, work):
    with work():
        make_participant(cast.convening)
    text = as_person(cast.ben).get(f"/profiles/{rich.id}/print").text
    for words in (
        "Draft of",
        "<em>can</em>",
        "Teamwork",
        "<strong>with</strong>",
        "Working together",
        "I can lead a group.",
        "WS.0",
        "Exact match",
        "Who took part",
        "Students 2",
        "all rights reserved",
        "Name Riverbend when you use it.",
        "Not published yet.",
    ):
        assert words in text
    assert "The protected text" not in text
    assert "data:image/svg" not in text


def test_an_edition_on_paper_keeps_its_words_and_leads_to_itself(client, rich, edition, work):
    from pog.core.database import db
    from pog.profiles.models import Profile

    with work():
        db.session.get(Profile, rich.id).title = "Another title"
    text = client.get(f"/p/{rich.slug}/editions/1/print").text
    assert "Another title" not in text
    assert "Edition 1," in text
    assert "data:image/svg" in text
    assert f"http://localhost/p/{rich.slug}/editions/1" in text


def test_the_draft_of_a_published_profile_leads_to_the_public_page(as_person, cast, rich, edition):
    text = as_person(cast.ben).get(f"/profiles/{rich.id}/print").text
    assert f"http://localhost/p/{rich.slug}" in text
    assert "data:image/svg" in text


def test_names_that_are_not_verified_are_marked(as_person, cast, rich, work):
    from pog.alignments.models import Alignment
    from pog.core.database import db

    with work():
        alignment = db.session.query(Alignment).first()
        alignment.target = {**alignment.target, "verified": False}
    text = as_person(cast.ben).get(f"/profiles/{rich.id}/print").text
    assert "name not verified" in text
