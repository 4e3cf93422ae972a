"""A profile's logo and its students' art: sent, shown, described, credited, taken away."""

import io

import pikepdf
import pytest
import sqlalchemy as sa
from PIL import Image

from pog.core.database import db
from pog.profiles.models import Profile, ProfilePicture
from tests.factories import make_edition, make_picture, picture_bytes

ALT, CREDIT = "A lantern above a mountain", "Mia, grade 7"


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def send(browser, cast, kind="art", content=None, **form):
    data = {"alt": ALT, "credit": CREDIT, "permitted": "y", **form}
    if content is not None:
        data["file"] = (io.BytesIO(content), "mia-at-home.png")
    return browser.post(
        f"/profiles/{cast.profile.id}/look/{kind}",
        data=data,
        content_type="multipart/form-data",
    )


@pytest.fixture
def stored(app):
    def find():
        with app.app_context():
            rows = db.session.scalars(
                sa.select(ProfilePicture).options(sa.orm.undefer(ProfilePicture.content))
            ).all()
            db.session.expunge_all()
            return {row.kind: row for row in rows}

    return find


def test_a_picture_is_sent_and_shown_on_the_page_of_its_look(ana, cast, stored):
    for kind, form in (("logo", "PNG"), ("art", "JPEG")):
        assert send(ana, cast, kind, picture_bytes("WEBP", (3000, 2000))).status_code == 303
        picture = stored()[kind]
        assert Image.open(io.BytesIO(picture.content)).format == form
        assert max(picture.width, picture.height) <= 1400
        page = ana.get(f"/profiles/{cast.profile.id}/look").text
        address = f"/profiles/{cast.profile.id}/pictures/{picture.id}"
        assert f'src="{address}"' in page and f'alt="{ALT}"' in page
        answer = ana.get(address)
        assert answer.data == picture.content
        assert answer.headers["Content-Type"] == picture.mimetype
    assert "nobody checks it for names" in page


def test_words_change_without_a_file_and_another_picture_takes_its_place(ana, cast, stored):
    send(ana, cast, content=picture_bytes())
    before = stored()["art"]
    assert send(ana, cast, alt="Two lanterns", credit="").status_code == 303
    assert (stored()["art"].alt, stored()["art"].credit) == ("Two lanterns", "")
    assert stored()["art"].id == before.id
    send(ana, cast, content=picture_bytes(size=(10, 10)))
    assert stored()["art"].id != before.id
    assert ana.get(f"/profiles/{cast.profile.id}/pictures/{before.id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence", "status"),
    [
        ({"content": None}, "Choose a picture.", 422),
        ({"content": b"nothing"}, "This is no picture we can read.", 422),
        ({"alt": " "}, "Say in words what is in the picture.", 422),
        ({"permitted": ""}, "Ask for permission first, then tick the box.", 422),
        ({"credit": "x" * 121}, "Shorten it to 120 at most.", 413),
    ],
    ids=["no file", "no picture", "no words", "no permission", "long credit"],
)
def test_what_cannot_be_is_explained_and_words_are_kept(ana, cast, stored, wrong, sentence, status):
    answer = send(ana, cast, **{"content": picture_bytes(), **wrong})
    assert answer.status_code == status
    assert sentence in answer.text
    assert wrong.get("credit", CREDIT) in answer.text
    assert stored() == {}


def test_a_logo_needs_no_permission_of_a_student(ana, cast, stored):
    assert send(ana, cast, "logo", picture_bytes(), permitted="").status_code == 303


def test_who_may_send_and_see_them(as_person, cast, client, stored, work, ana):
    send(ana, cast, content=picture_bytes())
    key = stored()["art"].id
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    draft = f"/profiles/{cast.profile.id}/pictures/{key}"
    public = f"/p/{cast.profile.slug}/pictures/{key}"
    for browser, status in ((ben, 200), (cy, 404), (client, 404)):
        assert browser.get(draft).status_code == status
    for browser, status in ((ben, 403), (cy, 404)):
        assert send(browser, cast, content=picture_bytes()).status_code == status
        away = browser.post(f"/profiles/{cast.profile.id}/look/art/remove")
        assert away.status_code == status
    assert send(ana, cast, "banner", picture_bytes()).status_code == 404
    assert client.get(public).status_code == 404  # nothing is published yet
    with work():
        make_edition(db.session.get(Profile, cast.profile.id))
    assert client.get(public).status_code == 200
    assert "public" in client.get(public).headers["Cache-Control"]


def test_everybody_sees_them_where_the_profile_is_published_until_they_are_taken_away(
    ana, cast, client, stored, work
):
    for kind in ("logo", "art"):
        send(ana, cast, kind, picture_bytes())
    with work():
        make_edition(db.session.get(Profile, cast.profile.id))
    page = client.get(f"/p/{cast.profile.slug}").text
    for picture in stored().values():
        assert f"/p/{cast.profile.slug}/pictures/{picture.id}" in page
    assert page.count(f'alt="{ALT}"') == 2
    assert f'<figcaption dir="auto">{CREDIT}</figcaption>' in page
    for kind in ("logo", "art"):
        assert ana.post(f"/profiles/{cast.profile.id}/look/{kind}/remove").status_code == 303
        assert ana.post(f"/profiles/{cast.profile.id}/look/{kind}/remove").status_code == 404
    assert "/pictures/" not in client.get(f"/p/{cast.profile.slug}").text
    assert stored() == {}


@pytest.mark.parametrize("kind", ["poster-pdf", "pdf"])
def test_posters_and_reports_have_them_with_what_is_in_them(ana, cast, work, kind):
    with work():
        for one in ("logo", "art"):
            make_picture(cast.profile, one, alt=f"{one}: {ALT}", credit=CREDIT)
    answer = ana.get(f"/profiles/{cast.profile.id}/export/{kind}")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        alts = {str(one["/Alt"]) for one in structure(pdf.Root.StructTreeRoot) if "/Alt" in one}
        assert {f"logo: {ALT}", f"art: {ALT}"} <= alts
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        pictures = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        assert len(pictures) >= 2


def structure(node):
    """Every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from structure(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def test_the_poster_on_screen_has_them_and_files_for_machines_do_not(ana, cast, work):
    with work():
        make_picture(cast.profile, "art", credit=CREDIT)
    svg = ana.get(f"/profiles/{cast.profile.id}/poster.svg").text
    assert 'href="data:image/svg+xml;base64' in svg
    for kind in ("case-1.1", "csv"):
        file = ana.get(f"/profiles/{cast.profile.id}/export/{kind}").data
        assert CREDIT.encode() not in file
