"""A profile moves to an empty site as one file and is the same there."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pog.alignments.models import Alignment
from pog.bundles.reading import bring_in, read_bundle
from pog.bundles.writing import bundle_of
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.exports.commands import export
from pog.exports.formats.case_1_1 import package_of
from pog.exports.gathering import portrait_of_draft, portrait_of_edition
from pog.frameworks.models import Competency, Framework
from pog.imports.commands import import_profile
from pog.organizations.models import Organization
from pog.profiles.lineage import compare_with_upstream
from pog.profiles.models import Attribute, Edition, Profile, Revision
from pog.profiles.publishing import content_of
from pog.profiles.queries import editions_of, load_whole
from pog.profiles.services import Author, clone_edition, drop_attribute, publish_edition
from pog.profiles.snapshots import hash_of
from pog.translating.queries import newest_translations
from pog.translating.services import Typed, save_translations
from pog.translating.texts import texts_of
from tests.exports.conftest import edition, rich
from tests.factories import make_organization

__all__ = ["edition", "rich"]
LIMIT = 10**8


@pytest.fixture
def clone(cast, work, edition):
    """Hillcrest's clone of Riverbend's edition: dropped, published twice, aligned."""
    with work():
        author = Author(name="Cy")
        hillcrest = db.session.get(Organization, cast.hillcrest.id)
        made = clone_edition(db.session.get(Edition, edition.id), hillcrest, author)
        publish_edition(made, author=author)
        gone = next(a for a in made.attributes if a.name == "Care for others")
        drop_attribute(gone, reason="Said elsewhere", author=author)
        texts = list(texts_of(made))
        typed = {texts[1].key: Typed(words="*Se oye* a cada egresado.")}
        save_translations(made, "es", texts, typed, author=author)
        publish_edition(made, author=author)
        return made


def picture(profile_id):
    """What a profile is: its draft, editions, history, lineage and alignments."""
    profile = load_whole(profile_id)
    comparison = compare_with_upstream(profile)
    editions = editions_of(profile)
    return {
        "slug": profile.slug,
        "draft": hash_of(content_of(profile)),
        "package": package_of(portrait_of_draft(profile, "")),
        "editions": [(e.number, e.content_hash, e.rendered, e.notes) for e in editions],
        "published": [package_of(portrait_of_edition(profile, e, "")) for e in editions],
        "lineage": comparison and (comparison.line, dict(comparison.counts)),
        "history": sorted(
            (str(row.attribute_id), row.number, row.change, row.statement, row.reason)
            for row in db.session.scalars(select(Revision).where(Revision.profile_id == profile_id))
        ),
        "dropped": {
            str(row.id)
            for row in db.session.scalars(
                select(Attribute).where(
                    Attribute.profile_id == profile_id, Attribute.dropped_at.is_not(None)
                )
            )
        },
        "translations": sorted(
            (row.language, row.field, row.number, row.text, row.original, row.author_name)
            for row in newest_translations(profile)
        ),
        "alignments": sorted(
            (str(row.id), row.relation, row.reason, row.state)
            for row in db.session.scalars(
                select(Alignment).join(Attribute).where(Attribute.profile_id == profile_id)
            )
        ),
    }


@pytest.fixture
def moved(app, database):
    """Take a profile out, empty the site, bring it in again: before and after."""

    def move(profile):
        with app.app_context():
            organization = db.session.get(Profile, profile.id).organization
            name, slug = organization.name, organization.slug
            before = picture(profile.id)
            content, _losses = bundle_of(db.session.get(Profile, profile.id))
            db.session.remove()
            db.engine.dispose()
        database.reset()
        with app.app_context():
            with unit_of_work():
                new = make_organization(name, slug=slug)
                brought = bring_in(read_bundle(content, LIMIT), new)
                key = brought.profile.id
            return before, picture(key)

    return move


def test_the_profile_is_the_same_on_an_empty_site(moved, rich, edition):
    before, after = moved(rich)
    assert len(before["alignments"]) == 8
    assert after == before


def test_a_clone_keeps_what_it_came_from(moved, clone):
    before, after = moved(clone)
    assert before["lineage"][1]["dropped"] == 1
    assert len(before["editions"]) == 2
    assert [row[3] for row in before["translations"]] == ["*Se oye* a cada egresado."]
    assert (
        before["editions"][0][2]["es:core_statement"] == "<p><em>Se oye</em> a cada egresado.</p>"
    )
    assert after == before


def test_protected_texts_do_not_travel(app, rich, edition):
    with app.app_context():
        content, losses = bundle_of(db.session.get(Profile, rich.id))
    assert "The protected text" not in content.decode()
    assert "Skill 0" in content.decode()
    assert {loss.code for loss in losses} == {"no_people", "names_only"}
    assert '"person_id"' not in content.decode()


@pytest.fixture
def bundle(app, rich, edition):
    with app.app_context():
        return bundle_of(db.session.get(Profile, rich.id))[0]


def send(browser, organization, content, kind="bundle"):
    import io

    return browser.post(
        f"/organizations/{organization.id}/profiles/import",
        data={"file": (io.BytesIO(content), "profile.json"), "format": kind},
        content_type="multipart/form-data",
    )


def count(app):
    with app.app_context():
        return [
            len(db.session.scalars(select(kind)).all())
            for kind in (Profile, Attribute, Edition, Alignment, Framework, Competency)
        ]


def test_what_is_here_already_is_named_and_nothing_changes(app, as_person, cast, bundle):
    before = count(app)
    answer = send(as_person(cast.ana), cast.riverbend, bundle)
    assert answer.status_code == 409
    assert "This profile is here already" in answer.text
    assert count(app) == before


def damage(document, kind):
    match kind:
        case "hash":
            document["editions"][0]["content"]["title"] = "Another title"
        case "foreign":
            document["groupings"][0]["profile_id"] = document["groupings"][0]["id"]
        case "twice":
            document["attributes"].append(document["attributes"][0])
        case "type":
            document["attributes"][0]["position"] = "first"
        case "missing":
            document["frameworks"] = []
        case "version":
            document["version"] = 99
        case "kind":
            document = {"CFDocument": {}}
        case "rows":
            document["attributes"] = ["no row"]
        case "translation":
            row = {"id": document["profile"]["id"], "profile_id": document["profile"]["id"]}
            document["translations"] = [row | {"language": "tlh", "field": "name"}]
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "kind",
    ["hash", "foreign", "twice", "type", "missing", "version", "kind", "rows", "translation"],
)
def test_a_damaged_bundle_is_refused_as_a_whole(app, as_person, cast, bundle, database, kind):
    document = json.loads(bundle)
    new = {
        row["id"]: row["id"][:-4] + "beef"
        for name in ("attributes", "groupings", "indicators", "revisions", "editions", "alignments",
                     "alignment_changes")
        for row in document[name]
    } | {document["profile"]["id"]: document["profile"]["id"][:-4] + "beef"}  # fmt: skip
    editions, upstream = document.pop("editions"), document.pop("upstream")
    text = json.dumps(document)
    for old, other in new.items():
        text = text.replace(old, other)
    document = json.loads(text) | {"editions": [], "upstream": upstream}
    if kind == "hash":
        document["editions"] = editions
    if kind == "missing":
        for row in document["alignments"]:
            row["competency_id"] = row["competency_id"][:-4] + "beef"
    before = count(app)
    answer = send(as_person(cast.ana), cast.riverbend, damage(document, kind))
    assert answer.status_code == 422, kind
    assert count(app) == before
    assert 'name="format"' in answer.text


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, "{}".encode("utf-16"), b"\xff\xfe", b'{"kind": "pog-bundle"}'],
)
def test_what_is_no_bundle_is_explained(app, as_person, cast, content):
    answer = send(as_person(cast.ana), cast.riverbend, content)
    assert answer.status_code == 422


def test_only_those_who_work_there_bring_profiles_in(as_person, cast, client, bundle):
    address = f"/organizations/{cast.riverbend.id}/profiles/import"
    assert send(as_person(cast.ben), cast.riverbend, bundle).status_code == 403
    assert send(as_person(cast.cy), cast.riverbend, bundle).status_code == 404
    assert client.get(address).status_code == 404
    ana = as_person(cast.ana)
    assert address in ana.get(f"/organizations/{cast.riverbend.id}/profiles").text
    assert ana.get(address).status_code == 200


def test_the_menu_offers_it_to_those_who_see_the_draft(as_person, cast, client, rich, edition):
    ana = as_person(cast.ana)
    address = f"/profiles/{rich.id}/export/bundle"
    assert address in ana.get(f"/profiles/{rich.id}/export").text
    assert ana.get(address).json["kind"] == "pog-bundle"
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(f"/p/{rich.slug}/editions/1/export/bundle").status_code == 404


def test_from_the_terminal(app, rich, edition, tmp_path, cast):
    path = tmp_path / "profile.json"
    words = [str(rich.slug), "--format", "bundle", "-o", str(path), "--json"]
    made = CliRunner().invoke(export, words, obj=lambda: app)
    assert made.exit_code == 0, made.output
    refused = CliRunner().invoke(
        import_profile, [str(path), "--org", cast.hillcrest.slug], obj=lambda: app
    )
    assert (refused.exit_code, "is here already" in refused.stderr) == (1, True)
    unknown = CliRunner().invoke(import_profile, [str(path), "--org", "nowhere"], obj=lambda: app)
    assert unknown.exit_code == 1
