"""Searching tens of thousands of competencies with the database's own index of words."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pog.core.clock import now
from pog.core.database import db
from pog.core.words import fold, marked, stem_of, words_in
from pog.frameworks.models import Competency, Framework, OwnText, OwnTextSheet
from pog.frameworks.searching import PAGE, search
from tests.factories import make_competency, make_framework
from tests.watching import statements_of


@pytest.fixture
def shelf(app, work):
    """Two frameworks whose competencies have one thing or another in common."""
    with work():
        schools = make_framework("School list", sector="k12", competencies=())
        jobs = make_framework("Job list", sector="workforce", competencies=())
        for name, more in (
            ("Communication", {}),
            ("Communicates with people of every background", {}),
            ("Comunicación oral", {"official_code": "SL.9-10.1"}),
            ("Reads closely", {"statement": "Weighs what an author communicates.", "level": "9"}),
        ):
            make_competency(schools, name, **more)
        make_competency(jobs, "Critical thinking", code="JOB.1")
        make_competency(jobs, "Communicating under pressure")
        return schools, jobs


def names(app, words, **more):
    with app.app_context():
        return [hit.competency.name for hit in search(words, **more).hits]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "words", ["communication", "COMMUNICATES", "communicating", "communicat", '"communication"']
)
def test_forms_of_a_word_find_each_other(app, words):
    found = names(app, words)
    assert {"Communication", "Communicating under pressure", "Reads closely"} <= set(found)


@pytest.mark.usefixtures("shelf")
def test_a_name_weighs_more_than_a_text(app):
    found = names(app, "communication")
    assert found.index("Communication") < found.index("Reads closely")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("words", ["comunicación", "comunicacion", "COMUNICACIÓN", "comunicar"])
def test_accents_and_spanish_endings_do_not_matter(app, words):
    assert "Comunicación oral" in names(app, words)


@pytest.mark.usefixtures("shelf")
def test_what_is_called_exactly_so_comes_first(app):
    assert names(app, "communication")[0] == "Communication"
    assert names(app, "SL.9-10.1") == ["Comunicación oral"]
    assert names(app, "sl 9") == ["Comunicación oral"]


@pytest.mark.usefixtures("shelf")
def test_every_word_is_wanted_and_some_are_better_than_none(app):
    assert names(app, "thinking critical") == ["Critical thinking"]
    with app.app_context():
        found = search("critical zebra")
        assert ([hit.competency.name for hit in found.hits], found.loosely) == (
            ["Critical thinking"],
            True,
        )
        assert search("zebra").total == 0


HOSTILE = [
    '"',
    "'",
    "%",
    "_%",
    "a OR b",
    "NEAR(a b)",
    "name:x",
    "x*",
    "-x",
    "(",
    ")",
    "a AND",
    "&|!",
]
HOSTILE += [
    "critical' --",
    'x" OR "y',
    "\\",
    "\x00",
    "^a",
    "{name}: x",
    "<->",
    ":*",
    "?",
    "ｔｈｉｎｋ",
]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("words", HOSTILE)
def test_signs_and_operators_are_plain_text(app, client, words):
    with app.app_context():
        search(words)
    assert client.get("/frameworks", query_string={"q": words}).status_code == 200


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=40))
def test_whatever_is_typed_is_no_failure(app, words):
    with app.app_context():
        assert search(words).total == 0


@pytest.mark.usefixtures("shelf")
def test_a_search_is_narrowed(app, shelf):
    assert names(app, "communication", sector="workforce") == ["Communicating under pressure"]
    assert names(app, "communication", level="9") == ["Reads closely"]
    assert names(app, "communication", framework_ids=[shelf[1].id]) == [
        "Communicating under pressure"
    ]
    assert names(app, "communication", framework_ids=[]) == []


def test_changes_are_found_at_once_and_the_removed_no_more(app, work, shelf):
    with work():
        db.session.query(Competency).filter_by(name="Critical thinking").one().name = "Judgement"
    assert names(app, "critical") == []
    assert names(app, "judgement") == ["Judgement"]
    with work():
        db.session.execute(sa.insert(Competency), [bulk(shelf[1].id, "Juggles knives")])
    assert names(app, "juggle") == ["Juggles knives"]
    with work():
        db.session.execute(sa.delete(Framework).where(Framework.id == shelf[1].id))
    assert names(app, "juggle") == names(app, "judgement") == []


def bulk(framework_id, name):
    return {
        "framework_id": framework_id, "name": name, "position": 1, "verified": True,
        "parent_id": None, "statement": None, "code": None, "official_code": None,
    }  # fmt: skip


def test_results_come_by_twenty_and_by_framework(app, client, work):
    with work():
        for n in range(3):
            framework = make_framework(f"List {n}", competencies=())
            for m in range(10):
                make_competency(framework, f"Teamwork {n} {m}")
    with app.app_context():
        first, second = search("teamwork"), search("teamwork", page=2)
        assert (first.total, first.pages, len(first.hits), len(second.hits)) == (30, 2, PAGE, 10)
        assert sum(len(some) for _framework, some in first.by_framework) == PAGE
        assert search("teamwork", page=10**9).hits == []
    page = client.get("/frameworks?q=teamwork").text
    assert "<mark>Teamwork</mark> 0 0" in page
    assert "Page 1 of 2" in page
    assert "30 competencies with “teamwork”" in page
    assert "Page 2 of 2" in client.get("/frameworks?q=teamwork&page=2").text


def test_a_search_asks_no_more_queries_when_there_is_more(app, client, work):
    with work():
        framework = make_framework("List", competencies=())
        make_competency(framework, "Teamwork")
    with statements_of(app) as few:
        client.get("/frameworks?q=teamwork")
    with work():
        for n in range(30):
            make_competency(make_framework(f"More {n}", competencies=()), f"Teamwork {n}")
    with statements_of(app) as many:
        client.get("/frameworks?q=teamwork")
    assert len(many) == len(few)


# ------------------------------------------------------------------ who finds what


def test_own_texts_are_found_by_their_organization_alone(app, cast, work, shelf):
    with work():
        thinking = db.session.query(Competency).filter_by(name="Critical thinking").one()
        sheet = OwnTextSheet(
            organization_id=cast.riverbend.id,
            framework_id=shelf[1].id,
            loaded_by="Ana",
            ended_at=None,
        )
        db.session.add(sheet)
        db.session.flush()
        db.session.add(
            OwnText(sheet_id=sheet.id, competency_id=thinking.id, text="Weighs quetzals.")
        )
    assert names(app, "quetzal", organization_ids=[cast.riverbend.id]) == ["Critical thinking"]
    assert names(app, "critical quetzal", organization_ids=[cast.riverbend.id]) == [
        "Critical thinking"
    ]
    assert names(app, "thinking", organization_ids=[cast.riverbend.id]) == ["Critical thinking"]
    assert names(app, "quetzal", organization_ids=[cast.hillcrest.id]) == []
    assert names(app, "quetzal") == []
    with work():
        db.session.query(OwnTextSheet).one().ended_at = now()
    assert names(app, "quetzal", organization_ids=[cast.riverbend.id]) == []


def test_imported_frameworks_are_found_by_their_organization_alone(app, cast, work):
    with work():
        theirs = make_framework("Theirs", organization_id=cast.hillcrest.id, competencies=())
        make_competency(theirs, "Weaving")
    assert names(app, "weaving", organization_ids=[cast.hillcrest.id]) == ["Weaving"]
    assert (
        names(app, "weaving", organization_ids=[cast.riverbend.id]) == names(app, "weaving") == []
    )


# ------------------------------------------------------------------ words, stems and marks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("communication", "communicating"),
        ("collaborate", "collaboration"),
        ("solving", "solve"),
        ("leaders", "leading"),
        ("comunicación", "comunicar"),
        ("problemas", "problema"),
        ("habilidades", "habilidad"),
        ("creativity", "creativities"),
    ],
)
def test_kin_share_a_stem(one, other):
    assert stem_of(fold(one)) == stem_of(fold(other))


def test_short_words_and_codes_stay_whole():
    assert [stem_of(word) for word in ("art", "code", "k12s", "team")] == [
        "art", "code", "k12s", "team",
    ]  # fmt: skip


@given(text=st.text(max_size=60), asked=st.text(max_size=20))
@settings(max_examples=60)
def test_marked_pieces_join_to_the_text(text, asked):
    assert "".join(words for words, _hit in marked(text, words_in(asked))) == text
    assert len(fold(text)) == len(text)
