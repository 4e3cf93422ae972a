"""Setting up a convening: what it is about, its groups and its agenda."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from random import Random, SystemRandom

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from pog.accounts.models import Person
from pog.accounts.queries import person_by_email
from pog.convenings.events import ConveningChanged
from pog.convenings.joining import refuse_when_closed, seat_person
from pog.convenings.models import (
    COUNTED_ROLES,
    GROUP_NAME_LIMIT,
    MOST_ASKED_OF_A_GROUP,
    PROMPT_LIMIT,
    SMALLEST_GROUP,
    TITLE_LIMIT,
    Activity,
    Convening,
    Participant,
    StakeholderGroup,
)
from pog.convenings.phases import PHASES
from pog.convenings.presets import AGENDA, GROUPS, WORDS_FOR_STUDENTS, ActivityPreset
from pog.core.codes import ALPHABET, new_code
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import LANGUAGES, _l, force_locale
from pog.core.work import publish
from pog.organizations.models import Membership
from pog.profiles.models import Profile

MOST_GROUPS = 24
MOST_ACTIVITIES = 40
Wanted = tuple[str, int]
"""A group's name and how many seats it should fill."""


def create_convening(
    profile: Profile,
    *,
    title: str,
    facilitator: Person | None = None,
    purpose: str = "",
    rules: str = "",
    place: str = "",
    starts_at: datetime | None = None,
    language: str = "en",
    groups: Sequence[Wanted] | None = None,
    agenda: Sequence[ActivityPreset] = AGENDA,
    random: Random | None = None,
) -> Convening:
    """Set up a convening; whoever does it gets a facilitator's seat.

    Without `groups` it has those most convenings invite.
    """
    convening = Convening(
        organization_id=profile.organization_id,
        profile_id=profile.id,
        title=title,
        purpose=purpose,
        rules=rules,
        place=place,
        starts_at=starts_at,
        language=language,
        join_code=free_code(random or SystemRandom()),
    )
    db.session.add(convening)
    db.session.flush()
    for name, seats in default_groups(language) if groups is None else groups:
        add_group(convening, name=name, target_seats=seats)
    with force_locale(language):
        for preset in agenda:
            add_activity(
                convening,
                kind=preset.kind,
                title=str(preset.title),
                prompt=str(preset.prompt),
                minutes=preset.minutes,
            )
    if facilitator is not None:
        seat_person(convening, facilitator, role="facilitator")
    changed(convening)
    return convening


def default_groups(language: str) -> list[Wanted]:
    """The groups most convenings invite, named in this language."""
    with force_locale(language):
        return [(str(preset.name), preset.seats) for preset in GROUPS if preset.chosen]


def free_code(random: Random) -> str:
    """A join code no convening has."""
    while True:
        code = new_code(random)
        if not db.session.scalar(select(exists().where(Convening.join_code == code))):
            return code


def changed(convening: Convening) -> None:
    db.session.flush()
    publish(ConveningChanged(convening_id=convening.id))


def change_convening(
    convening: Convening,
    *,
    title: str,
    purpose: str,
    rules: str,
    place: str,
    starts_at: datetime | None,
    language: str,
) -> None:
    """Say anew what the convening is about."""
    refuse_when_closed(convening)
    convening.title = title
    convening.purpose = purpose
    convening.rules = rules
    convening.place = place
    convening.starts_at = starts_at
    convening.language = language
    changed(convening)


def add_facilitator(convening: Convening, email: str) -> Participant:
    """Give a member of the organization a facilitator's seat."""
    refuse_when_closed(convening)
    person = person_by_email(email)
    is_member = person is not None and db.session.scalar(
        select(
            exists().where(
                Membership.organization_id == convening.organization_id,
                Membership.person_id == person.id,
            )
        )
    )
    if person is None or not is_member:
        # The same sentence for both, so that nobody learns who has an account.
        raise Refusal(
            _l("Nobody in your organization has this address. Add them under People first."),
            field="email",
        )
    return seat_person(convening, person, role="facilitator")


# ------------------------------------------------------------------ groups


def add_group(
    convening: Convening,
    *,
    name: str,
    target_seats: int = 0,
    letter: str | None = None,
    students: bool = False,
) -> StakeholderGroup:
    """Append a stakeholder group and give it a letter. Names are unique in a convening.

    A group whose name speaks of students is taken for theirs, said or not.
    """
    refuse_when_closed(convening)
    if len(convening.groups) >= MOST_GROUPS:
        raise Conflict(_l("A convening has at most 24 groups. Remove one first."))
    refuse_name_twice(convening, name, None)
    group = StakeholderGroup(
        name=name,
        letter=letter or free_letter(name, [other.letter for other in convening.groups]),
        target_seats=target_seats,
        students=students or is_of_students(name),
        position=max((other.position for other in convening.groups), default=-1) + 1,
    )
    with each_name_once():
        convening.groups.append(group)
    changed(convening)
    return group


def is_of_students(name: str) -> bool:
    """Whether a name speaks of students: ours in any language, and the usual words for them."""
    known = set(WORDS_FOR_STUDENTS)
    for language in LANGUAGES:
        with force_locale(language):
            known.add(str(GROUPS[0].name).casefold())
    return any(word in name.casefold() for word in known)


def free_letter(name: str, taken: Iterable[str]) -> str:
    """The first letter of a long word of the name, else of any, else any letter that is free."""
    used = set(taken)
    words = name.upper().split()
    initials = [word[0] for word in words if len(word) > 3] + [word[0] for word in words]
    wanted = [letter for letter in [*initials, *name.upper()] if letter.isalpha()]
    alphabet = [letter for letter in sorted(ALPHABET) if letter.isalpha()]
    return next(
        (letter for letter in [*wanted, *alphabet, *"ILO"] if letter not in used),
        str(len(used) + 1),
    )


def refuse_name_twice(convening: Convening, name: str, group: StakeholderGroup | None) -> None:
    if not name:
        raise Refusal(_l("Enter a name for the group."), field="name")
    if len(name) > GROUP_NAME_LIMIT:
        raise Refusal(_l("Use at most 60 characters for the name of a group."), field="name")
    for other in convening.groups:
        if other is not group and other.name.casefold() == name.casefold():
            raise Conflict(_l("There is already a group with this name."), field="name")


@contextmanager
def each_name_once() -> Iterator[None]:
    """Store what is changed inside; of two people who take a name at once the second is told."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise Conflict(_l("There is already a group with this name."), field="name") from error


def change_group(
    group: StakeholderGroup, *, name: str, target_seats: int, students: bool = False
) -> None:
    """Rename a group, change how many seats it should fill or whose it is; its letter stays."""
    refuse_when_closed(group.convening)
    refuse_name_twice(group.convening, name, group)
    if group.students and not students and sits_in(group):
        raise Conflict(
            _l("Students who sit in this group were told that they stay unseen below ten votes.")
        )
    group.students = students
    with each_name_once():
        group.name = name
        group.target_seats = target_seats
    changed(group.convening)


def sits_in(group: StakeholderGroup) -> bool:
    """Whether anybody has a seat in it."""
    return bool(db.session.scalar(select(exists().where(Participant.group_id == group.id))))


def ask_of_groups(convening: Convening, smallest_group: int) -> None:
    """Say from how many votes on a group is shown apart.

    It can always be raised. Lowering it would show whom those who came were told to be unseen.
    """
    refuse_when_closed(convening)
    if not SMALLEST_GROUP <= smallest_group <= MOST_ASKED_OF_A_GROUP:
        raise Refusal(_l("Enter between 5 and 100 votes."), field="smallest")
    if smallest_group < convening.smallest_group and somebody_joined(convening):
        raise Conflict(
            _l("People have joined under the higher number. It can be raised, but not lowered."),
            field="smallest",
        )
    convening.smallest_group = smallest_group
    changed(convening)


def somebody_joined(convening: Convening) -> bool:
    """Whether anybody has come besides those who run it."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Participant.convening_id == convening.id,
                    Participant.role.in_(COUNTED_ROLES),
                )
            )
        )
    )


def remove_group(group: StakeholderGroup) -> None:
    """Take out a group nobody sits in."""
    convening = group.convening
    refuse_when_closed(convening)
    if sits_in(group):
        raise Conflict(_l("Somebody sits in this group. Move them to another one first."))
    convening.groups.remove(group)
    changed(convening)


# ------------------------------------------------------------------ agenda


def add_activity(
    convening: Convening,
    *,
    kind: str,
    title: str,
    prompt: str = "",
    minutes: int | None = None,
) -> Activity:
    """Append a step to the agenda."""
    refuse_when_closed(convening)
    if len(convening.activities) >= MOST_ACTIVITIES:
        raise Conflict(_l("An agenda has at most 40 steps. Remove one first."))
    check_activity(kind, title, prompt)
    activity = Activity(
        kind=kind,
        title=title,
        prompt=prompt,
        minutes=minutes,
        round=0,
        position=max((other.position for other in convening.activities), default=-1) + 1,
    )
    convening.activities.append(activity)
    changed(convening)
    return activity


def check_activity(kind: str, title: str, prompt: str) -> None:
    if kind not in PHASES:
        raise Refusal(_l("Choose what the group does in this step."), field="kind")
    if not title or len(title) > TITLE_LIMIT:
        raise Refusal(_l("Enter a title of at most 120 characters."), field="title")
    if len(prompt) > PROMPT_LIMIT:
        raise Refusal(_l("Use at most 500 characters for the prompt."), field="prompt")


def change_activity(
    activity: Activity, *, kind: str, title: str, prompt: str, minutes: int | None
) -> None:
    """Change a step; once it was opened its kind stays, for people have worked in it."""
    refuse_when_closed(activity.convening)
    check_activity(kind, title, prompt)
    if activity.round and kind != activity.kind:
        raise Conflict(
            _l("This step was already opened, so what the group does in it stays."), field="kind"
        )
    activity.kind = kind
    activity.title = title
    activity.prompt = prompt
    activity.minutes = minutes
    changed(activity.convening)


def move_activity(activity: Activity, places: int) -> None:
    """Move a step up (-1) or down (+1). Steps that were opened stay where they are."""
    convening = activity.convening
    refuse_when_closed(convening)
    if activity.round:
        raise Conflict(_l("This step was already opened, so it stays where it is."))
    agenda = list(convening.activities)
    here = agenda.index(activity)
    there = min(max(here + places, 0), len(agenda) - 1)
    if any(other.round for other in agenda[min(here, there) : max(here, there) + 1]):
        raise Conflict(_l("Steps that were already opened stay where they are."))
    agenda.insert(there, agenda.pop(here))
    for position, other in enumerate(agenda):
        other.position = position
    db.session.flush()
    db.session.expire(convening, ["activities"])
    changed(convening)


def remove_activity(activity: Activity) -> None:
    """Take a step out that was never opened; after that it stays in the record."""
    convening = activity.convening
    refuse_when_closed(convening)
    if activity.round:
        raise Conflict(_l("This step was already opened, so it stays in the record."))
    convening.activities.remove(activity)
    changed(convening)


def activity_of(convening: Convening, activity_id: uuid.UUID) -> Activity:
    """The convening's activity with this identifier."""
    for activity in convening.activities:
        if activity.id == activity_id:
            return activity
    raise NotFound(_l("This step is no longer on the agenda."))
