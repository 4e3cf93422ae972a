"""One of everything, or many of each, so that every address can be asked for."""

import uuid
from typing import Any

from flask import Flask

from pog.clusters.models import AttributeNote
from pog.comparisons.models import RowMark
from pog.convenings.models import NextStep, StakeholderGroup
from pog.core.clock import now
from pog.core.database import db
from pog.frameworks.services import import_case
from pog.imports.services import keep_for_later, new_import
from pog.organizations.models import Membership
from pog.profiles.models import Adoption
from pog.provider.services import list_edition
from pog.standards.case.reading import read_package
from tests.cast import Cast, make_cast
from tests.factories import (
    make_activity,
    make_alignment,
    make_attribute,
    make_ballot,
    make_card,
    make_cluster,
    make_comment,
    make_competency,
    make_crosswalk,
    make_edition,
    make_framework,
    make_grouping,
    make_indicator,
    make_library_entry,
    make_note,
    make_participant,
    make_picture,
    make_profile,
    make_qualification,
    make_star,
    make_suggestion,
    make_table,
    make_vote,
)
from tests.standards import packages

SECRET = "Quetzal"
"""Stands in everything only Riverbend may read."""


def compared(values: dict[str, Any]) -> dict[str, Any]:
    """A draft beside what is published; the tests of crowds put more beside it."""
    return {"profile": [values["profile_id"], *values["compared_ids"]], "entry": values["entry_id"]}


# What to ask an address for that answers nothing without a question.
QUESTIONS = {
    "/live-parts": lambda values: {"topics": f"convening:{values['convening_id']}", "since": "0"},
    "/join": lambda values: {"code": values["code"]},
    **{f"/compare{ending}": compared for ending in ("", ".csv", ".xlsx")},
}


def make_world(crowd: int = 1) -> tuple[Cast, dict[str, Any]]:
    """The cast among `crowd` of each thing; and what to write for each parameter of an address."""
    cast = make_cast(current="comment")
    cast.profile.title = f"{SECRET} portrait"
    cast.convening.title = f"{SECRET} evening"
    cast.riverbend.name = f"{SECRET} schools"
    frameworks = [
        make_framework(f"Skills {n}", sector=sector, competencies=())
        for n in range(crowd)
        for sector in ("k12", "higher_ed", "workforce")
    ]
    frameworks[0].replaced_by_id = make_framework("Skills of today", competencies=()).id
    competencies = [
        make_competency(framework, f"Competency {n}", code=f"C.{n}", position=n)
        for framework in frameworks
        for n in range(crowd)
    ]
    groupings = [make_grouping(cast.profile, f"Part {n}", n) for n in range(crowd)]
    attributes = [
        make_attribute(
            cast.profile,
            f"{SECRET} quality {n}",
            f"{SECRET} statement {n}.",
            grouping=groupings[n % crowd],
        )
        for n in range(crowd)
    ]
    seats = [make_participant(cast.convening) for _ in range(crowd)]
    comments = [
        make_comment(
            cast.profile,
            f"{SECRET} comment {n}",
            attribute=attribute,
            convening=cast.convening,
            participant=seats[n % crowd],
        )
        for attribute in attributes
        for n in range(crowd)
    ]
    for comment in comments[:crowd]:
        make_comment(cast.profile, f"{SECRET} reply", parent=comment, convening=cast.convening)
    suggestions = [
        make_suggestion(
            attribute,
            f"{SECRET} words {n}",
            quote=f"{SECRET} statement",
            convening=cast.convening,
            participant=seats[n % crowd],
            support=tuple(seats),
            reason=f"{SECRET} reason",
        )
        for attribute in attributes
        for n in range(crowd)
    ]
    ballots = [
        make_ballot(cast.convening, f"{SECRET} question {n}?", state="open") for n in range(crowd)
    ]
    for ballot in ballots:
        db.session.refresh(ballot)
        for seat in seats:
            make_vote(ballot, seat, {"approved": [str(ballot.options[0].id)]})
    collecting = make_activity(cast.convening, "collect", position=9)
    collecting.round, collecting.opened_at = 1, now()
    notes = [
        make_note(
            collecting,
            f"{SECRET} note {n}",
            participant=seats[n % crowd] if n else cast.ana_seat,
            revealed=True,
        )
        for n in range(crowd * 3)
    ]
    for note in notes:
        for seat in seats:
            make_star(note, seat)
    clusters = [
        make_cluster(
            cast.convening,
            f"{SECRET} theme {n}",
            notes=tuple(notes[n * 2 : n * 2 + 2]),
            attribute_id=attributes[n].id,
        )
        for n in range(crowd)
    ]
    for note in notes[: crowd * 2]:
        db.session.add(AttributeNote(attribute_id=attributes[0].id, note_id=note.id))
    for n in range(crowd):
        step = {"what": f"{SECRET} step {n}", "due_on": None, "done_at": None}
        db.session.add(NextStep(convening_id=cast.convening.id, position=n, **step))
    alignments = [
        make_alignment(attribute, competency)
        for attribute in attributes
        for competency in competencies[:crowd]
    ]
    crosswalks = [
        make_crosswalk(
            f"{SECRET} crosswalk {n}",
            pairs=tuple((competencies[0], one, "related") for one in competencies[1 : crowd + 1]),
            organization_id=cast.riverbend.id,
        )
        for n in range(crowd)
    ]
    qualifications = [
        make_qualification(
            cast.profile,
            f"{SECRET} diploma {n}",
            vouches=tuple((attribute, "partly") for attribute in attributes),
        )
        for n in range(crowd)
    ]
    entries = [make_library_entry(f"Portrait {n}") for n in range(max(crowd, 2))]
    published = [
        make_profile(cast.hillcrest, f"Open portrait {n}", attributes=("Curiosity", "Care"))
        for n in range(crowd)
    ]
    editions = [make_edition(profile) for profile in published]
    # The source of Riverbend's profile has a newer edition, in which everything is new.
    cast.profile.upstream_edition_id = editions[0].id
    for n in range(crowd):
        make_attribute(published[0], f"News {n}", "Comes from above.", position=10 + n)
    db.session.flush()
    db.session.expire(published[0])
    make_edition(published[0], number=2)
    for edition in editions:
        list_edition(edition)
    rich = packages.package()
    import_case(
        read_package(rich),
        organization_id=None,
        sector="k12",
        imported_from="rich.json",
    ).redistribution = "full"
    for _n in range(crowd):
        brought = new_import(
            organization_id=cast.riverbend.id, sector="k12", file_name=f"{SECRET}.json"
        )
        keep_for_later(brought, b"{}")
    indicators = [
        make_indicator(attributes[0], f"{SECRET} sign {n}", position=n) for n in range(crowd)
    ]
    cards = [make_card(cast.convening) for _ in range(crowd)]
    first_of_convening = {
        kind: db.session.query(kind).filter_by(convening_id=cast.convening.id).first().id
        for kind in (StakeholderGroup,)
    }
    table = make_table(cast.convening, cards=crowd)
    in_a_row = make_ballot(cast.convening, f"{SECRET} row?", state="draft", series_id=uuid.uuid4())
    picture = make_picture(cast.profile, "logo", alt=f"{SECRET} logo")
    row_mark = RowMark(
        organization_id=cast.riverbend.id,
        step_id=uuid.uuid4(),
        one_id=published[0].attributes[0].id,
        other_id=attributes[0].id,
        together=True,
        author_name="Ana",
        person_id=None,
    )
    db.session.add(row_mark)
    adoption = Adoption(
        profile_id=cast.profile.id,
        edition_id=editions[0].id,
        body="Board of Education",
        decided_on=now().date(),
        in_favor=6,
        against=None,
        abstained=None,
        review_on=None,
        recorded_by="Cy",
        withdrawn_at=None,
        withdrawn_by=None,
    )
    db.session.add(adoption)
    db.session.flush()
    return cast, {
        "organization_id": cast.riverbend.id,
        "membership_id": db.session.query(Membership).filter_by(person_id=cast.ben.id).one().id,
        "profile_id": cast.profile.id,
        "grouping_id": groupings[0].id,
        "attribute_id": attributes[0].id,
        "indicator_id": indicators[0].id,
        "slug": published[0].slug,
        "picture_id": picture.id,
        "public_picture_id": make_picture(published[0]).id,
        "kind": picture.kind,
        "compared_ids": [profile.id for profile in published],
        "step_id": row_mark.step_id,
        "format": "case-1.1",
        "framework_format": "case-1.1",
        "number": 1,
        "edition_id": editions[0].id,
        "adoption_id": adoption.id,
        "thing_id": published[0].id,
        "convening_id": cast.convening.id,
        "group_id": first_of_convening[StakeholderGroup],
        "stakeholder_group_id": first_of_convening[StakeholderGroup],
        "activity_id": collecting.id,
        "note_id": notes[0].id,
        "cluster_id": clusters[0].id,
        "participant_id": seats[0].id,
        "code": cast.convening.join_code,
        "comment_id": comments[0].id,
        "subject_kind": "indicator",
        "subject_id": indicators[0].id,
        "suggestion_id": suggestions[0].id,
        "ballot_id": ballots[0].id,
        "series_id": in_a_row.series_id,
        "table_id": table.id,
        "option_id": ballots[0].options[0].id,
        "framework_id": frameworks[0].id,
        "competency_id": competencies[0].id,
        "alignment_id": alignments[0].id,
        "crosswalk_id": crosswalks[0].id,
        "qualification_id": qualifications[0].id,
        "sector": "k12",
        "library_entry_id": entries[0].id,
        "entry_id": entries[0].id,
        "person_id": cast.ben.id,
        "batch": cards[0].batch,
        "language": "es",
        "cf_document": packages.DOCUMENT,
        "cf_item": packages.uid(11),
        "cf_association": packages.uid(24),
        "cf_grouping": packages.uid(34),
        "cf_concept": packages.uid(35),
        "cf_item_type": packages.uid(31),
        "cf_license": packages.uid(33),
        "cf_subject": packages.uid(32),
        "cf_rubric": packages.uid(41),
        "framework_import_id": brought.id,
        "case_version": "v1p1",
        "described": "v1p1",
        "rest": "CFRubrics",
    }


def routes(app: Flask, method: str) -> list[tuple[Any, Any]]:
    """Every rule that takes the method, with its view."""
    return [
        (rule, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def address_of(app: Flask, rule: Any, values: dict[str, Any]) -> str:
    """The address of a rule; a parameter nobody thought of fails the test with its name."""
    missing = rule.arguments - set(values) - set(rule.defaults or {})
    assert not missing, f"{rule.rule}: tests/architecture/world.py has no {missing}"
    given = {name: values[name] for name in rule.arguments}
    if rule.rule in QUESTIONS and "convening_id" in values:
        given |= QUESTIONS[rule.rule](values)
    return app.url_map.bind("localhost").build(rule.endpoint, given)
