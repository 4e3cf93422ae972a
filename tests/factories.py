"""Rows for tests, straight into the tables. Each function flushes; the caller's block commits.

Use them inside `with work():` (tests/conftest.py). What a row needs and the test does not care
about gets a sensible value; names that must be unique are numbered.
"""

import hashlib
import io
import itertools
import uuid
from datetime import timedelta
from typing import Any

from PIL import Image

from pog.accounts.models import Person, SignIn
from pog.alignments.models import Alignment
from pog.alignments.targets import target_of
from pog.ballots.models import Ballot, Option, Vote
from pog.clusters.models import Cluster, ClusteredNote, ThemeDesk
from pog.comments.models import Comment
from pog.convenings.cards import hash_card
from pog.convenings.models import Activity, Card, Convening, Participant, StakeholderGroup
from pog.core.clock import now
from pog.core.database import db
from pog.core.markup import render_markdown
from pog.core.pictures import written_anew
from pog.crosswalks.models import Crosswalk, CrosswalkLink
from pog.frameworks.models import Competency, Framework
from pog.library.models import LibraryEntry
from pog.notes.models import Collection, Note, Star
from pog.organizations.models import Membership, Organization
from pog.profiles.anchoring import anchor_in
from pog.profiles.models import (
    Attribute,
    Edition,
    Grouping,
    Indicator,
    Profile,
    ProfilePicture,
    Revision,
)
from pog.profiles.publishing import content_of, render_content
from pog.profiles.snapshots import hash_of
from pog.qualifications.models import Qualification, Vouching
from pog.suggestions.models import Suggestion, SuggestionMark
from pog.tables.models import Table, TableCard

_numbers = itertools.count(1)
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = ("Students", "Families", "Educators", "Employers")


def saved(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def make_person(name: str = "Ana", *, email: str | None = None, **given: Any) -> Person:
    """Somebody with an account, without a password: tests sign in with `as_person`."""
    email = email or f"{name.lower()}-{next(_numbers)}@school.example"
    return saved(Person(**{"name": name, "email": email, "password_hash": None, **given}))


def make_sign_in(person: Person | None = None, *, token: str) -> SignIn:
    """A browser that is signed in (or a guest's, without a person)."""
    return saved(
        SignIn(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person.id if person else None,
            ended_at=None,
        )
    )


def make_organization(
    name: str = "Riverbend",
    *,
    level: str = "district",
    slug: str | None = None,
    parent: Organization | None = None,
) -> Organization:
    slug = slug or f"{name.lower().replace(' ', '-')}-{next(_numbers)}"
    return saved(
        Organization(name=name, level=level, slug=slug, parent_id=parent.id if parent else None)
    )


def make_membership(organization: Organization, person: Person, role: str = "admin") -> Membership:
    return saved(Membership(organization_id=organization.id, person_id=person.id, role=role))


def make_profile(
    organization: Organization,
    title: str = "Portrait of a Graduate",
    *,
    attributes: tuple[str, ...] = (),
    **given: Any,
) -> Profile:
    """A profile with one attribute for each of the names."""
    values = {"slug": f"profile-{next(_numbers)}", "review_on": None, **given}
    profile = saved(Profile(organization_id=organization.id, title=title, **values))
    for name in attributes:
        make_attribute(profile, name)
    return profile


def make_grouping(profile: Profile, name: str = "Skills", position: int = 0) -> Grouping:
    return saved(Grouping(profile_id=profile.id, name=name, position=position, source_id=None))


def make_attribute(
    profile: Profile,
    name: str = "Clear communication",
    statement: str = "Says what they mean.",
    *,
    grouping: Grouping | None = None,
    position: int | None = None,
    author_name: str = "Ana",
) -> Attribute:
    """An attribute with its first revision."""
    if position is None:
        position = db.session.query(Attribute).filter_by(profile_id=profile.id).count()
    attribute = saved(
        Attribute(
            profile_id=profile.id,
            grouping_id=grouping.id if grouping else None,
            name=name,
            code=None,
            statement=statement,
            statement_html=render_markdown(statement),
            position=position,
            revision=1,
            source_id=None,
            dropped_at=None,
        )
    )
    saved(
        Revision(
            profile_id=profile.id,
            attribute_id=attribute.id,
            number=1,
            change="added",
            name=name,
            statement=statement,
            grouping_name=grouping.name if grouping else None,
            position=position,
            person_id=None,
            participant_id=None,
            author_name=author_name,
        )
    )
    return attribute


def make_indicator(
    attribute: Attribute,
    text: str = "I can say what I mean.",
    *,
    level: str = "",
    position: int = 0,
) -> Indicator:
    return saved(Indicator(attribute_id=attribute.id, level=level, text=text, position=position))


def picture_bytes(
    form: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any
) -> bytes:
    """A picture somebody could send."""
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, form, **more)
    return out.getvalue()


def make_picture(
    profile: Profile, kind: str = "logo", *, alt: str = "A lantern", credit: str = ""
) -> ProfilePicture:
    picture = written_anew(picture_bytes(), form="PNG" if kind == "logo" else "JPEG", longest=800)
    return saved(
        ProfilePicture(
            profile_id=profile.id,
            kind=kind,
            content=picture.content,
            mimetype=picture.mimetype,
            width=picture.width,
            height=picture.height,
            alt=alt,
            credit=credit,
            author_name="Ana",
        )
    )


def make_edition(profile: Profile, *, number: int = 1) -> Edition:
    """Publish the profile as it stands."""
    db.session.refresh(profile)
    return saved_edition(content_of(profile), number=number, profile_id=profile.id)


def saved_edition(content: dict[str, Any], **given: Any) -> Edition:
    return saved(
        Edition(
            content=content,
            content_hash=hash_of(content),
            rendered=render_content(content),
            **given,
        )
    )


def make_library_entry(
    title: str = "Portrait of a Graduate",
    *,
    issuer: str = "South Carolina",
    attributes: tuple[str, ...] = ("Creativity", "Integrity"),
    **given: Any,
) -> LibraryEntry:
    """A published profile with one attribute for each of the names."""
    content = {
        "title": title,
        "label": "profile",
        "language": "en",
        "issuer": issuer,
        "place": issuer,
        "groupings": [
            {
                "id": None,
                "name": None,
                "attributes": [
                    {"id": str(uuid.uuid4()), "name": name, "statement": f"{name}, in full."}
                    for name in attributes
                ],
            }
        ],
    }
    values = {
        "id": f"entry-{next(_numbers)}",
        "label": "profile",
        "state": "SC",
        "level": "state",
        "year": 2020,
        "url": None,
        "verified": True,
        "verified_note": None,
        "complete": True,
        "notes": None,
        "details": None,
        **given,
    }
    return saved(
        LibraryEntry(title=title, issuer=issuer, edition_id=saved_edition(content).id, **values)
    )


def make_framework(
    title: str = "Essential skills",
    *,
    sector: str = "k12",
    competencies: tuple[str, ...] = ("Communicates", "Works with others"),
    **given: Any,
) -> Framework:
    values = {
        "key": f"framework-{next(_numbers)}",
        "organization_id": None,
        "year": 2024,
        "url": None,
        "code_scheme": None,
        "verified": True,
        "verified_note": None,
        "replaced_by_id": None,
        "source_document": None,
        "imported_from": None,
        **given,
    }
    framework = saved(Framework(title=title, sector=sector, **values))
    for name in competencies:
        make_competency(framework, name)
    return framework


def make_competency(
    framework: Framework,
    name: str = "Communicates",
    *,
    code: str | None = None,
    position: int = 0,
    **given: Any,
) -> Competency:
    values = {
        "parent_id": None,
        "source_id": None,
        "statement": None,
        "level": None,
        "item_type": None,
        "source_item": None,
        **given,
    }
    return saved(
        Competency(framework_id=framework.id, name=name, code=code, position=position, **values)
    )


def make_convening(
    profile: Profile,
    title: str = "Spring evening",
    *,
    groups: tuple[str, ...] = GROUPS,
    kinds: tuple[str, ...] = ("read", "draft", "comment", "vote", "align"),
    current: str | None = None,
    **given: Any,
) -> Convening:
    """A convening with its groups and agenda; `current` names the kind of phase that is open."""
    code = make_join_code()
    values = {"starts_at": None, "code_expires_at": None, "closed_at": None, **given}
    convening = saved(
        Convening(
            organization_id=profile.organization_id,
            profile_id=profile.id,
            title=title,
            join_code=values.pop("join_code", code),
            current_activity_id=None,
            **values,
        )
    )
    for position, name in enumerate(groups):
        saved(
            StakeholderGroup(
                convening_id=convening.id,
                name=name,
                letter="ABCDEFGHIJ"[position],
                target_seats=5,
                position=position,
            )
        )
    for position, kind in enumerate(kinds):
        activity = make_activity(convening, kind, position=position)
        if kind == current:
            open_activity(convening, activity)
    return convening


def make_activity(convening: Convening, kind: str = "comment", *, position: int = 0) -> Activity:
    return saved(
        Activity(
            convening_id=convening.id,
            kind=kind,
            title=kind.title(),
            minutes=None,
            position=position,
            opened_at=None,
            ends_at=None,
        )
    )


def open_activity(convening: Convening, activity: Activity) -> None:
    activity.opened_at = now()
    activity.round += 1
    convening.current_activity_id = activity.id
    db.session.flush()


def make_join_code() -> str:
    number, code = next(_numbers), ""
    for _ in range(6):
        number, digit = divmod(number, len(CODE_LETTERS))
        code = CODE_LETTERS[digit] + code
    return code


def make_participant(
    convening: Convening,
    *,
    role: str = "participant",
    person: Person | None = None,
    sign_in: SignIn | None = None,
    group: StakeholderGroup | None = None,
    nickname: str | None = None,
) -> Participant:
    """A seat; in the convening's first group unless told otherwise."""
    if group is None:
        group = (
            db.session.query(StakeholderGroup)
            .filter_by(convening_id=convening.id)
            .order_by(StakeholderGroup.position)
            .first()
        )
    return saved(
        Participant(
            convening_id=convening.id,
            group_id=group.id if group else None,
            person_id=person.id if person else None,
            sign_in_id=sign_in.id if sign_in else None,
            role=role,
            nickname=nickname or f"Heron {next(_numbers)}",
            ready_activity_id=None,
        )
    )


def make_comment(
    profile: Profile,
    body: str = "Our graduates need this.",
    *,
    attribute: Attribute | None = None,
    convening: Convening | None = None,
    participant: Participant | None = None,
    person: Person | None = None,
    parent: Comment | None = None,
    **given: Any,
) -> Comment:
    empty = ("stance", "group_letter", "group_name", "subject_kind", "subject_id", "subject_name")
    values = {**dict.fromkeys((*empty, "held_at")), **given}
    return saved(
        Comment(
            profile_id=profile.id,
            attribute_id=attribute.id if attribute else None,
            convening_id=convening.id if convening else None,
            parent_id=parent.id if parent else None,
            body=body,
            body_html=render_markdown(body),
            revision_number=attribute.revision if attribute else None,
            person_id=person.id if person else None,
            participant_id=participant.id if participant else None,
            author_name=(participant and participant.nickname) or (person and person.name) or "Ana",
            hidden_at=None,
            hidden_reason=None,
            hidden_by=None,
            **values,
        )
    )


def make_suggestion(
    attribute: Attribute,
    words: str = "Says what they think.",
    *,
    quote: str = "Says what they mean.",
    convening: Convening | None = None,
    participant: Participant | None = None,
    support: tuple[Participant, ...] = (),
    **given: Any,
) -> Suggestion:
    """Other words for some that stand in the attribute now, with these supporters."""
    anchor = anchor_in(attribute.statement, quote)
    assert anchor is not None, f"{attribute.statement} does not say {quote}"
    empty = ("person_id", "group_letter", "group_name", "decided_at")
    accepted = ("accepted_words", "accepted_start", "accepted_revision")
    hidden = ("held_at", "hidden_at", "hidden_reason", "hidden_by")
    made = saved(
        Suggestion(
            profile_id=attribute.profile_id,
            attribute_id=attribute.id,
            convening_id=convening.id if convening else None,
            participant_id=participant.id if participant else None,
            revision_number=attribute.revision,
            first_revision_number=attribute.revision,
            quote=anchor.quote,
            before=anchor.before,
            after=anchor.after,
            start=anchor.start,
            words=words,
            author_name=participant.nickname if participant else "Heron",
            **{**dict.fromkeys((*empty, *accepted, *hidden)), **given},
        )
    )
    for seat in support:
        saved(
            SuggestionMark(
                suggestion_id=made.id, person_id=None, participant_id=seat.id, stance="support"
            )
        )
    return made


def make_ballot(
    convening: Convening,
    question: str = "Which of these do we keep?",
    *,
    method: str = "approval",
    options: tuple[str, ...] = ("Curiosity", "Courage", "Care"),
    state: str = "open",
    **given: Any,
) -> Ballot:
    values = {
        "activity_id": None,
        "previous_id": None,
        "eligible": None,
        "result": None,
        "opened_at": now() if state != "draft" else None,
        "closed_at": now() if state == "closed" else None,
        "revealed_at": None,
        **given,
    }
    ballot = saved(
        Ballot(convening_id=convening.id, question=question, method=method, state=state, **values)
    )
    for position, name in enumerate(options):
        saved(
            Option(
                ballot_id=ballot.id,
                attribute_id=None,
                revision_number=None,
                name=name,
                position=position,
            )
        )
    return ballot


def make_table(
    convening: Convening,
    *,
    number: int = 4,
    cards: int = 3,
    scribe: Participant | None = None,
    group: StakeholderGroup | None = None,
) -> Table:
    """A table with so many people at it, all of one group."""
    table = saved(
        Table(
            convening_id=convening.id,
            number=number,
            scribe_id=scribe.id if scribe else None,
            last_card=cards,
        )
    )
    for card in range(1, cards + 1):
        seat = make_participant(convening, group=group, nickname=f"Table {number}, card {card}")
        saved(TableCard(table_id=table.id, number=card, participant_id=seat.id))
    return table


def make_vote(ballot: Ballot, participant: Participant, marks: dict[str, Any]) -> Vote:
    return saved(Vote(ballot_id=ballot.id, participant_id=participant.id, marks=marks))


def make_note(
    activity: Activity,
    text: str = "They finish what they begin.",
    *,
    participant: Participant | None = None,
    revealed: bool = False,
    **given: Any,
) -> Note:
    """A note in the activity's present round, and the round itself when it is the first."""
    number = activity.round
    collection = db.session.get(Collection, (activity.id, number))
    if collection is None:
        collection = saved(
            Collection(activity_id=activity.id, round=number, revealed_at=None, revealed_by=None)
        )
        db.session.refresh(collection)
    collection.last_number += 1
    if revealed and collection.revealed_at is None:
        collection.revealed_at, collection.revealed_by = now(), "Ana"
    empty = ("group_letter", "group_name", "table_name", "changed_at", "withdrawn_at")
    hidden = ("hidden_at", "hidden_reason", "hidden_by")
    values = {**dict.fromkeys((*empty, *hidden)), **given}
    return saved(
        Note(
            convening_id=activity.convening_id,
            activity_id=activity.id,
            round=number,
            number=collection.last_number,
            participant_id=participant.id if participant else None,
            author_name=participant.nickname if participant else "Heron",
            text=text,
            **values,
        )
    )


def make_cluster(
    convening: Convening, name: str = "Keeps going", *, notes: tuple[Note, ...] = (), **given: Any
) -> Cluster:
    """A theme with these notes in it."""
    desk = db.session.get(ThemeDesk, convening.id) or saved(
        ThemeDesk(convening_id=convening.id, last_step=0, last_cluster=0, frozen_at=None)
    )
    desk.last_step += 1
    desk.last_cluster += 1
    empty = dict.fromkeys(("attribute_id", "ended_at", "ended_by"))
    values = {"number": desk.last_cluster, "position": desk.last_cluster, **empty, **given}
    cluster = saved(Cluster(convening_id=convening.id, name=name, **values))
    for note in notes:
        saved(
            ClusteredNote(note_id=note.id, cluster_id=cluster.id, step=desk.last_step, put_by="Ana")
        )
    return cluster


def make_star(note: Note, participant: Participant, stars: int = 3) -> Star:
    return saved(Star(note_id=note.id, participant_id=participant.id, stars=stars))


def make_alignment(
    attribute: Attribute,
    competency: Competency,
    *,
    relation: str = "strong_overlap",
    reason: str = "Both ask for it.",
    **given: Any,
) -> Alignment:
    return saved(
        Alignment(
            attribute_id=attribute.id,
            subject_id=given.pop("subject_id", attribute.id),
            competency_id=competency.id,
            relation=relation,
            reason=reason,
            target=target_of(competency),
            author_name=given.pop("author_name", "Ana"),
            person_id=None,
            participant_id=None,
            **given,
        )
    )


def make_crosswalk(
    title: str = "Skills and activities",
    *,
    pairs: tuple[tuple[Competency, Competency, str], ...] = (),
    **given: Any,
) -> Crosswalk:
    """A crosswalk with one row for each pair and relation."""
    values = {"key": None, "organization_id": None, **given}
    crosswalk = saved(Crosswalk(title=title, **values))
    for position, (source, target, relation) in enumerate(pairs):
        saved(
            CrosswalkLink(
                crosswalk_id=crosswalk.id,
                position=position,
                source_framework=source.framework.title,
                source_id=source.id,
                source_text=source.name,
                target_framework=target.framework.title,
                target_id=target.id,
                target_text=target.name,
                relation=relation,
            )
        )
    return crosswalk


def make_qualification(
    profile: Profile,
    name: str = "Diploma",
    *,
    vouches: tuple[tuple[Attribute, str], ...] = (),
    **given: Any,
) -> Qualification:
    values = {"kind": "diploma", "changed_by": "Ana", **given}
    qualification = saved(Qualification(profile_id=profile.id, name=name, **values))
    for attribute, extent in vouches:
        saved(Vouching(qualification_id=qualification.id, attribute_id=attribute.id, extent=extent))
    return qualification


def long_ago(days: int = 400):
    return now() - timedelta(days=days)


def make_card(
    convening: Convening, code: str | None = None, *, group: StakeholderGroup | None = None
) -> Card:
    """A printed code nobody has used."""
    number = next(_numbers)
    if code is None:
        n, code = number, ""
        for _ in range(8):
            n, rest = divmod(n, len(CODE_LETTERS))
            code += CODE_LETTERS[rest]
    return saved(
        Card(
            convening_id=convening.id,
            group_id=group.id if group else None,
            batch=1,
            number=number,
            code=code,
            code_hash=hash_card(code),
        )
    )
