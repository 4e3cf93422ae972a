"""Every format, read back: what a profile says, less what the list of losses says is not in it."""

import copy
import json

import pytest
from sqlalchemy import delete, func, select

from pog.alignments.services import align
from pog.bundles.reading import bring_in, read_bundle
from pog.bundles.writing import bundle_of
from pog.config import resources
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.exports.formats import FORMATS
from pog.exports.gathering import portrait_of_draft
from pog.frameworks.models import Competency, Framework
from pog.imports.profile_readers import PROFILE_READERS
from pog.library.models import LibraryEntry
from pog.matching.queries import attribute_passage
from pog.matching.services import accept_match
from pog.matching.suggesting import engine_named, ready_for, suggest
from pog.organizations.models import Organization
from pog.profiles.models import Profile
from pog.profiles.publishing import content_of
from pog.profiles.queries import load_whole
from pog.profiles.services import Author, clone_edition
from pog.qualifications.services import Wanted, add_qualification
from pog.seeding.services import load_seeds
from pog.standards.ctdl_asn.alignment_map import EXPANDED, TYPE_OF
from tests.exports.conftest import RELATIONS
from tests.factories import make_competency, make_framework

BASE = "https://pog.example"
ANA = Author(name="Ana")
READERS = {
    "case-1.1": "case",
    "case-1.0": "case",
    "ctdl-asn": "ctdl-asn",
    "csv": "csv",
    "xlsx": "xlsx",
}
ABOUT = ("title", "label", "language", "core_statement", "context_note", "usage_rules", "purposes")
LIMIT = 10**8


def said_by(profile_id):
    """What a profile says, without what only its site knows: identifiers, revisions, people."""
    content = content_of(load_whole(profile_id))
    names = {
        one["id"]: one["name"]
        for grouping in content["groupings"]
        for one in grouping["attributes"]
    }
    return {
        "about": {name: content[name] for name in ABOUT},
        "tree": [
            (grouping["name"], [attribute_said(one) for one in grouping["attributes"]])
            for grouping in content["groupings"]
        ],
        "alignments": [
            {
                "attribute": names[one["attribute_id"]],
                "indicator": one.get("indicator", ""),
                "target": one["target"]["competency_id"],
                "rule": one["target"]["framework"]["redistribution"],
                "relation": one["relation"],
                "reason": one["reason"],
                "evidence": (one.get("evidence", ""), one.get("evidence_url", "")),
                "state": one["state"],
            }
            for one in content["alignments"]
        ],
        "qualifications": [
            {name: value for name, value in one.items() if name not in ("id", "vouches")}
            | {"vouches": sorted((names[v["attribute_id"]], v["extent"]) for v in one["vouches"])}
            for one in content["qualifications"]
        ],
    }


def attribute_said(one):
    indicators = [{"level": i["level"], "text": i["text"]} for i in one["indicators"]]
    return {name: one[name] for name in ("name", "code", "statement")} | {"indicators": indicators}


# ------------------------------------------------------------------ what losses take away


def without_about(said, *names):
    for name in names:
        said["about"].pop(name, None)


def related(*relations):
    def take(said, _loss):
        for one in said["alignments"]:
            if one["relation"] in relations:
                one["relation"] = "related"

    return take


def without(name):
    def take(said, _loss):
        for one in said["alignments"]:
            one[name] = ""

    return take


def without_types(said, loss):
    """Links of a type for which the format has no word are not in the file at all."""
    kinds = {
        "ext:majorRelated": "strong_overlap",
        "ext:minorRelated": "weak_overlap",
        "precedes": "prerequisite",
        "isPartOf": "target_narrower",
    }
    gone = {kinds[name] for name in loss.where}
    said["alignments"] = [one for one in said["alignments"] if one["relation"] not in gone]


def without_links_only(said, _loss):
    """Where only a link may travel, it leads to the framework and not to the competency."""
    said["alignments"] = [one for one in said["alignments"] if one["rule"] != "link_only"]


def without_fields(said, loss):
    fields = {"notes": "context_note", "licenseText": "usage_rules", "extensions": "label"}
    without_about(said, *(fields[name] for name in loss.where if name in fields))


def without_levels(said, _loss):
    for _grouping, attributes in said["tree"]:
        for one in attributes:
            for indicator in one["indicators"]:
                indicator["level"] = ""


TAKES = {
    "strong_overlap": related("strong_overlap"),
    "weak_overlap": related("weak_overlap"),
    "peer": related("peer"),
    "association": without_types,
    "reasons": without("reason"),
    "notes": without("reason"),
    "evidence": without("evidence"),
    "qualifications": lambda said, _loss: said.update(qualifications=[]),
    "levels": without_levels,
    "field": without_fields,
    "document": lambda said, _loss: without_about(said, *ABOUT),
    "extensions": lambda said, _loss: without_about(said, "label"),
}
"""By the code of a loss. What is not named here takes nothing of what a profile says."""
BY_ADDRESS = ("csv", "ctdl-asn")
"""Formats that know a competency elsewhere by its address alone."""


def less(said, losses, kind):
    said = copy.deepcopy(said)
    for loss in losses:
        if loss.code in TAKES:
            TAKES[loss.code](said, loss)
        elif loss.code == "names_only" and kind in BY_ADDRESS:
            without_links_only(said, loss)
    said["alignments"].sort(key=lambda one: (one["attribute"], one["indicator"], one["target"]))
    return said


def read_back(profile, kind, organization_id):
    """What the file says after it became a new draft elsewhere, and what was said, less losses."""
    said = said_by(profile.id)
    made = FORMATS[kind].make(portrait_of_draft(load_whole(profile.id), BASE))
    reader = PROFILE_READERS[READERS[kind]]
    organization = db.session.get(Organization, organization_id)
    outcome = reader.keep(reader.read(made.content, LIMIT), organization, ANA)
    found = said_by(outcome.profile.id)
    return less(found, made.losses, kind), less(said, made.losses, kind)


def map_of(profile):
    """What the alignment map says, and what it should say."""
    made = FORMATS["alignment-map"].make(portrait_of_draft(load_whole(profile.id), BASE))
    sources = {str(one.source_id) for one in profile.attributes}
    rows = [
        row
        for row in json.loads(made.content)["@graph"][1:]
        if row["ceterms:targetNode"].rpartition("/")[2] not in sources
    ]
    found = {
        (
            next(iter(row["ceterms:sourceNodeName"].values())),
            row["ceterms:alignmentType"],
            row["ceterms:targetNode"].rpartition("/")[2],
        )
        for row in rows
    }
    wanted = set()
    for one in said_by(profile.id)["alignments"]:
        prefix, _colon, name = TYPE_OF[one["relation"]].partition(":")
        source = one["indicator"] or one["attribute"]
        wanted.add((source, EXPANDED[prefix] + name, one["target"], one["rule"]))
    assert len(rows) == len(wanted)
    links = {row[:2] for row in wanted if row[3] == "link_only"}
    return (
        {row for row in found if row[:2] not in links},
        {row[:3] for row in wanted if row[:2] not in links},
    )


def check(profile, organization_id):
    for kind in READERS:
        found, wanted = read_back(profile, kind, organization_id)
        for part, said in wanted.items():
            assert found[part] == said, (profile.title, kind, part)
    found, wanted = map_of(profile)
    assert found == wanted


def check_bundle(profile):
    """The bundle brings the same profile back once it is gone; it goes last, for it replaces it."""
    before, organization = said_by(profile.id), profile.organization
    content, _losses = bundle_of(profile)
    key = profile.id
    db.session.execute(delete(Convening).where(Convening.profile_id == key))
    db.session.execute(delete(Profile).where(Profile.id == key))
    db.session.expunge_all()
    organization = db.session.get(Organization, organization.id)
    bring_in(read_bundle(content, LIMIT), organization)
    assert said_by(key) == before


# ------------------------------------------------------------------ one of everything


@pytest.fixture
def everything(rich, work):
    """With an aligned indicator, evidence, a level, purposes and a qualification besides."""
    with work():
        profile = load_whole(rich.id)
        profile.purposes, profile.label = ["college", "civic_life"], "portrait"
        attribute = next(one for one in profile.attributes if one.name == "Teamwork")
        framework = db.session.scalars(select(Framework)).one()
        levels = make_framework("European levels", key="eqf-levels", competencies=())
        level = make_competency(levels, "EQF level 4")
        for place, relation in enumerate(RELATIONS):
            align(
                attribute,
                make_competency(framework, f"More {place}", position=20 + place),
                relation=relation,
                reason="Because\nit is so.",
                evidence="A lesson, =seen",
                evidence_url="https://lessons.example/1",
                indicator=attribute.indicators[place % 3],
                author=ANA,
            )
        add_qualification(
            profile,
            Wanted(
                name="Diploma",
                kind="diploma",
                issuer="Riverbend",
                url="https://riverbend.example/diploma",
                for_students="You are ready.",
                for_institutions="- admits\n- counts",
                for_employers="Knows how to work.",
                level_note="Close.",
                vouches={
                    one.id: ("wholly", "partly")[place % 2]
                    for place, one in enumerate(profile.attributes)
                },
                level_ids=[level.id],
            ),
            author=ANA,
        )
        return profile


def test_everything_a_profile_says_comes_back(app, cast, everything):
    with app.app_context(), unit_of_work():
        check(db.session.get(Profile, everything.id), cast.hillcrest.id)
        check_bundle(db.session.get(Profile, everything.id))


def test_what_only_our_own_formats_hold_is_told_by_the_others(app, everything):
    with app.app_context():
        portrait = portrait_of_draft(load_whole(everything.id), BASE)
        for kind in ("case-1.0", "ctdl-asn", "csv", "alignment-map"):
            codes = {loss.code for loss in FORMATS[kind].make(portrait).losses}
            assert {"evidence", "qualifications", "levels"} <= codes
        for kind in ("case-1.1", "xlsx"):
            codes = {loss.code for loss in FORMATS[kind].make(portrait).losses}
            assert not {"evidence", "qualifications", "levels"} & codes


# ------------------------------------------------------------------ the library


def test_every_profile_of_the_library_aligned_by_suggestions_comes_back(app, cast):
    """Each attribute is aligned to the best three competencies of all short frameworks."""
    with app.app_context():
        load_seeds(resources() / "seeds")
        engine = engine_named("combined")
        with unit_of_work():
            ids = db.session.scalars(
                select(Framework.id)
                .join(Competency)
                .group_by(Framework.id)
                .having(func.count() < 60)
                .order_by(Framework.title)
            ).all()
            ranker = ready_for(ids, None, engine)
            entries = db.session.scalars(select(LibraryEntry.id)).all()
            assert len(entries) >= 20
            for key in entries:
                entry = db.session.get_one(LibraryEntry, key)
                organization = db.session.get(Organization, cast.riverbend.id)
                profile = clone_edition(entry.edition, organization, ANA)
                for attribute in profile.attributes:
                    found = suggest(ranker, attribute_passage(attribute), 3, engine=engine)
                    for one in found.ranked:
                        accept_match(
                            attribute,
                            one.competency,
                            relation=one.relation,
                            reason=" ".join(one.reasons),
                            author=ANA,
                        )
                db.session.flush()
                if profile.attributes:
                    check(profile, cast.hillcrest.id)
                check_bundle(profile)
