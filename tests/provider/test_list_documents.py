"""/CFDocuments: pages, order, filter and fields."""

from urllib.parse import quote

import pytest

from pog.provider.services import list_edition
from tests.factories import make_edition, make_profile
from tests.watching import statements_of

ROOT = "/ims/case/v1p1/CFDocuments"


@pytest.fixture
def published(work, cast):
    """Five profiles, published in the order of their titles."""
    with work():
        for letter in "ABCDE":
            profile = make_profile(
                cast.riverbend,
                f"Portrait {letter}",
                attributes=("Curiosity",),
                language="es" if letter in "BD" else "en",
                purposes=["college", "career"] if letter == "C" else ["college"],
            )
            list_edition(make_edition(profile))


def titles(answer):
    return "".join(one["title"][-1] for one in answer.json["CFDocuments"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", "ABCDE"),
        ("limit=2", "AB"),
        ("limit=2&offset=4", "E"),
        ("offset=9", ""),
        ("sort=title&orderBy=desc", "EDCBA"),
        ("sort=nothing&orderBy=desc", "ABCDE"),
        ("filter=" + quote("title='portrait b'"), "B"),
        ("filter=" + quote("title~'RAIT C' OR title = 'Portrait A'"), "AC"),
        ("filter=" + quote("language='es' AND title>'Portrait B'"), "D"),
        ("filter=" + quote("language!='es'"), "ACE"),
        ("filter=" + quote("subject='college,career'"), "C"),
        ("filter=" + quote("subject~'career'"), "C"),
        ("filter=" + quote("lastChangeDateTime>='2020-01-01T00:00:00Z'"), "ABCDE"),
        ("filter=" + quote("subjectURI.title='Career'"), "C"),
        ("filter=" + quote("licenseURI.title='none'"), ""),
    ],
)
def test_what_is_asked_for(client, published, asked, found):
    answer = client.get(f"{ROOT}?{asked}")
    assert answer.status_code == 200, answer.text
    assert titles(answer) == found


def test_a_page_leads_to_the_others(client, published):
    answer = client.get(f"{ROOT}?limit=2&offset=2&sort=title")
    assert answer.headers["X-Total-Count"] == "5"
    links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))
    start = f"<http://localhost{ROOT}?sort=title&limit=2&offset="
    assert links == {
        'rel="next"': f"{start}4>",
        'rel="last"': f"{start}4>",
        'rel="first"': f"{start}0>",
        'rel="prev"': f"{start}0>",
    }
    assert titles(client.get(links['rel="next"'][len("<http://localhost") : -1])) == "E"


def test_only_the_fields_asked_for_unless_one_is_unknown(client, published):
    some = client.get(f"{ROOT}?fields=title,language&limit=1").json["CFDocuments"]
    assert some == [{"title": "Portrait A", "language": "en"}]
    (whole,) = client.get(f"{ROOT}?fields=title,colour&limit=1").json["CFDocuments"]
    assert "CFPackageURI" in whole


def test_more_documents_ask_no_more_queries(app, client, published, work, cast):
    client.get(ROOT)
    with statements_of(app) as few:
        client.get(f"{ROOT}?limit=3")
    assert len(few) <= 3
    with work():
        for number in range(6):
            profile = make_profile(cast.hillcrest, f"More {number}", attributes=("Care",))
            list_edition(make_edition(profile))
    with statements_of(app) as many:
        client.get(ROOT)
    assert len(many) <= len(few) + 1, "one more for those not seen before"
