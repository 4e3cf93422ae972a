"""Words of an imported file are shown as cleanly as typed ones."""

import io
import json
import uuid

from pog.core.database import db
from pog.frameworks.models import Competency, Framework


def test_nothing_in_them_turns_the_words_around(app, cast, as_person):
    document, item = str(uuid.uuid4()), str(uuid.uuid4())
    stamp = "2026-01-02T03:04:05+00:00"
    file = {
        "CFDocument": {
            "identifier": document,
            "uri": f"https://example.org/{document}",
            "creator": "Ridge\u202e County",
            "title": "Speaking \u202eup",
            "officialSourceURL": "javascript:alert(1)",
            "lastChangeDateTime": stamp,
        },
        "CFItems": [
            {
                "identifier": item,
                "uri": f"https://example.org/{item}",
                "fullStatement": "Explain \u2066a choice",
                "humanCodingScheme": "S.\u202e1",
                "lastChangeDateTime": stamp,
            }
        ],
        "CFAssociations": [],
    }
    form = {
        "organization": str(cast.riverbend.id),
        "sector": "k12",
        "file": (io.BytesIO(json.dumps(file).encode()), "ridge.json"),
    }
    browser = as_person(cast.ana)
    answer = browser.post("/frameworks/import", data=form)
    assert answer.status_code == 303
    with app.app_context():
        framework = db.session.query(Framework).filter_by(imported_from="ridge.json").one()
        competency = db.session.query(Competency).filter_by(framework_id=framework.id).one()
        assert (framework.title, framework.publisher) == ("Speaking up", "Ridge County")
        assert (competency.name, competency.code) == ("Explain a choice", "S.1")
        assert framework.url is None
        assert competency.source_item["fullStatement"] == "Explain \u2066a choice"
