"""People import a CASE file, or are told why not."""

import io
import json
import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from pog.core.database import db
from pog.frameworks.models import Competency, Framework, FrameworkAssociation

ITEMS = ("Explain a choice", "Listen before answering")


def package(**document: Any) -> dict[str, Any]:
    """A small CASE package of two items, one below the other."""
    root, *items = (str(uuid.uuid4()) for _ in range(3))
    stamp = "2026-01-02T03:04:05+00:00"

    def uri(identifier: str) -> str:
        return f"https://example.org/{identifier}"

    def node(identifier: str, title: str) -> dict[str, str]:
        return {"identifier": identifier, "title": title, "uri": uri(identifier)}

    titles = {root: "Speaking up", **dict(zip(items, ITEMS, strict=True))}
    return {
        "CFDocument": {
            "identifier": root,
            "uri": uri(root),
            "creator": "Ridge County",
            "title": "Speaking up",
            "lastChangeDateTime": stamp,
            **document,
        },
        "CFItems": [
            {
                "identifier": one,
                "uri": uri(one),
                "fullStatement": titles[one],
                "humanCodingScheme": f"S.{number}",
                "lastChangeDateTime": stamp,
            }
            for number, one in enumerate(items, start=1)
        ],
        "CFAssociations": [
            {
                "identifier": str(uuid.uuid4()),
                "uri": uri("link"),
                "associationType": "isChildOf",
                "sequenceNumber": 1,
                "originNodeURI": node(child, titles[child]),
                "destinationNodeURI": node(parent, titles[parent]),
                "lastChangeDateTime": stamp,
            }
            for child, parent in ((items[0], root), (items[1], items[0]))
        ],
    }


def form(cast, content: bytes, **changed: str) -> dict[str, Any]:
    return {
        "file": (io.BytesIO(content), "speaking.json"),
        "sector": "k12",
        "organization": str(cast.riverbend.id),
        **changed,
    }


def send(browser, cast, content: bytes, **changed: str):
    data = form(cast, content, **changed)
    return browser.post("/frameworks/import", data=data, content_type="multipart/form-data")


def counts(app) -> tuple[int, int, int]:
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(table))
            for table in (Framework, Competency, FrameworkAssociation)
        )


def test_a_file_becomes_a_framework_of_the_organization(app, cast, as_person):
    ana = as_person(cast.ana)
    answer = send(ana, cast, json.dumps(package()).encode())

    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "Speaking up is imported: 2 competencies, 2 links." in page
    assert page.index(ITEMS[0]) < page.index(ITEMS[1])
    assert counts(app) == (1, 2, 2)


def test_others_do_not_see_it(cast, as_person, client):
    address = send(as_person(cast.ana), cast, json.dumps(package()).encode()).location

    assert as_person(cast.ben).get(address).status_code == 200
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(address).status_code == 404
    assert "Speaking up" not in client.get("/frameworks").text
    assert "Listen before" not in client.get("/frameworks?q=listen").text
    assert (
        "<mark>Listen</mark> before answering"
        in as_person(cast.ana).get("/frameworks?q=LISTEN").text
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (json.dumps(package()).encode()[:-40], "line 1"),
        (b"\xff\xfe\x00garbage", "UTF-8"),
        (b'{"hello": "world"}', "CASE"),
        (b"[" * 5000, "levels deep"),
        (b"", "empty"),
    ],
)
def test_a_broken_file_is_explained_and_changes_nothing(app, cast, as_person, content, says):
    answer = send(as_person(cast.ana), cast, content)

    assert answer.status_code == 422
    assert says in answer.text
    assert 'name="sector"' in answer.text
    assert counts(app) == (0, 0, 0)


def test_it_is_imported_only_where_one_works(app, cast, as_person):
    ana = as_person(cast.ana)
    content = json.dumps(package()).encode()

    assert send(ana, cast, content, organization=str(cast.hillcrest.id)).status_code == 422
    assert send(as_person(cast.ben), cast, content).status_code == 422  # reads there
    assert counts(app) == (0, 0, 0)


def test_strangers_are_asked_to_sign_in(client):
    assert client.get("/frameworks/import").location.startswith("/sign-in")


def test_a_sector_is_needed(app, cast, as_person):
    answer = send(as_person(cast.ana), cast, json.dumps(package()).encode(), sector="")

    assert answer.status_code == 422
    assert "Choose the sector of this framework." in answer.text
    assert counts(app) == (0, 0, 0)
