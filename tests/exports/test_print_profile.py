"""The printable page: everything on paper, with the address as a QR code once there is one."""

import pytest

from tests.factories import make_convening, make_participant


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


def test_a_seat_in_one_convening_tells_nothing_of_others(as_person, cast, rich, work):
    guest = as_person(None)
    with work():
        make_participant(make_convening(rich, "The board alone"))
        make_participant(cast.convening, sign_in=guest.sign_in)
    text = guest.get(f"/profiles/{rich.id}/print").text
    assert "Spring evening" in text
    assert "The board alone" not in text
    assert "The board alone" in as_person(cast.ana).get(f"/profiles/{rich.id}/print").text


@pytest.mark.parametrize(
    ("came", "told"),
    [
        ((12, 11, 3), ("Students 12", "Other groups 14")),
        ((12, 4, 3), ()),
        ((4, 3, 2), ()),
        ((12, 11), ("Students 12", "Families 11")),
    ],
)
def test_small_groups_are_not_told_to_everybody(came, told, client, cast, rich, work):
    from pog.convenings.models import StakeholderGroup
    from pog.core.database import db
    from pog.profiles.publishing import publish_edition
    from pog.profiles.services import Author

    with work():
        convening = make_convening(rich, "Autumn evening")
        groups = (
            db.session.query(StakeholderGroup)
            .filter_by(convening_id=convening.id)
            .order_by(StakeholderGroup.position)
        )
        for group, number in zip(groups, came, strict=False):
            for _seat in range(number):
                make_participant(convening, group=group)
        publish_edition(db.session.get(type(rich), rich.id), author=Author(name="Ana"))
    text = client.get(f"/p/{rich.slug}/editions/1/print").text
    row = text[text.index("Autumn evening") :].partition("</tr>")[0]
    assert f'class="number">{sum(came)}<' in row
    assert [words for words in told if words not in row] == []
    assert row.count("·") == max(len(told) - 1, 0)
