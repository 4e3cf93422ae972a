"""Taking a seat, keeping it, and what may change about it."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from random import Random, SystemRandom

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pog.accounts.models import Person
from pog.convenings.events import ParticipantChanged, ParticipantJoined, SeatGivenUp
from pog.convenings.models import COUNTED_ROLES, Card, Convening, Participant, StakeholderGroup
from pog.convenings.queries import convening_by_code
from pog.convenings.seats import (
    forget_seats,
    has_voted,
    nicknames_in,
    seat_of,
    was_removed,
)
from pog.core.clock import now
from pog.core.codes import read_code, suggest_nickname
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, NotFound, Unreadable
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.work import publish

REPEATED = timedelta(minutes=2)
"""Within this time a second request with the same key is the first one, sent again."""


def convening_to_join(typed: str) -> Convening:
    """The convening a typed code leads to, whatever its state; refuses with one sentence."""
    code = read_code(typed)
    if code is None:
        raise Unreadable(_l("A code has 6 letters and digits, or 8 on a card."), field="code")
    convening = convening_by_code(code)
    if convening is None:
        raise NotFound(
            _l("There is no convening with this code. Compare it with the screen."), field="code"
        )
    return convening


def refuse_late_joining(convening: Convening) -> None:
    """Refuse when the convening is closed or its code is no longer in use."""
    if not convening.is_open:
        raise Conflict(_l("This convening is closed. Nobody can join it any more."), field="code")
    if convening.is_open_round and convening.window == "ahead":
        raise Conflict(_l("This is not open yet. Come back when it begins."), field="code")
    if convening.is_open_round and convening.window == "over":
        raise Conflict(_l("This is over. Nobody can join it any more."), field="code")
    if not convening.code_is_valid:
        raise Conflict(
            _l("This code is no longer in use. Ask a facilitator for the new one."), field="code"
        )


def refuse_removed(convening: Convening, actor: Actor) -> None:
    """Whoever was sent out does not come back by the code or by the projector's link."""
    if was_removed(actor, convening.id):
        raise Forbidden(_l("A facilitator took your seat away. Speak to them if that is wrong."))


def suggested_nickname(convening: Convening, language: str, random: Random | None = None) -> str:
    """A nickname nobody in the convening has."""
    return suggest_nickname(random or SystemRandom(), language, nicknames_in(convening.id))


def join(
    convening: Convening,
    actor: Actor,
    *,
    group: StakeholderGroup | None = None,
    nickname: str | None = None,
    language: str = "en",
    key: str | None = None,
    by_card: bool = False,
    random: Random | None = None,
) -> Participant:
    """Take a seat, or return to the one the actor already has.

    `key` names the browser's try: sent twice at once, before the browser has a sign-in, both
    requests lead to one seat. A nickname somebody else just took is exchanged for a free one.
    A card lets its owner in even when the code on the screen no longer does.
    """
    if (seat := seat_of(actor, convening.id)) is not None:
        return seat
    if by_card:
        refuse_when_closed(convening)
    else:
        refuse_late_joining(convening)
    refuse_removed(convening, actor)
    seat_id = uuid.uuid5(convening.id, key) if key else uuid.uuid4()
    if key and (seat := repeated(seat_id, actor)) is not None:
        return seat
    draw = random or SystemRandom()
    for _attempt in range(5):
        taken = {name.casefold() for name in nicknames_in(convening.id)}
        if not nickname or nickname.casefold() in taken:
            nickname = suggest_nickname(draw, language, taken)
        seat = Participant(
            id=seat_id,
            convening_id=convening.id,
            group_id=None if group is None else group.id,
            person_id=actor.person_id,
            sign_in_id=None if actor.person_id else actor.sign_in_id,
            nickname=nickname,
        )
        try:
            with db.session.begin_nested():
                db.session.add(seat)
        except IntegrityError:
            # Somebody was faster by a moment: the same browser, or with the same nickname.
            forget_seats(actor)
            found = seat_of(actor, convening.id) or repeated(seat_id, actor)
            if found is not None:
                return found
            continue
        forget_seats(actor)
        publish(ParticipantJoined(convening_id=convening.id, participant_id=seat.id))
        return seat
    raise Conflict(_l("Many people are joining right now. Please try once more."))


def repeated(seat_id: uuid.UUID, actor: Actor) -> Participant | None:
    """The seat the same try made a moment ago; it now belongs to this request's sign-in.

    The browser keeps the cookie of the answer it got last, so that one has to open the seat.
    """
    seat = db.session.get(Participant, seat_id, populate_existing=True)
    if seat is None or seat.removed_at is not None or now() - seat.joined_at > REPEATED:
        return None
    if actor.person_id is None and seat.person_id is None:
        seat.sign_in_id = actor.sign_in_id
        db.session.flush()
        forget_seats(actor)
        return seat
    return None


def seat_person(convening: Convening, person: Person, *, role: str) -> Participant:
    """Give somebody with an account a seat in this role, under their name."""
    seat = db.session.scalar(
        select(Participant).where(
            Participant.convening_id == convening.id, Participant.person_id == person.id
        )
    )
    if seat is None:
        seat = Participant(
            convening_id=convening.id,
            person_id=person.id,
            role=role,
            nickname=free_name(person.name, nicknames_in(convening.id)),
        )
        db.session.add(seat)
        db.session.flush()
        publish(ParticipantJoined(convening_id=convening.id, participant_id=seat.id))
        return seat
    seat.role = role
    seat.removed_at = None
    tell(seat)
    return seat


def seat_screen(convening: Convening, actor: Actor) -> Participant:
    """Let a machine of the hall show the projector page: an observer's seat that counts nowhere."""
    if (seat := seat_of(actor, convening.id)) is not None:
        return seat
    refuse_when_closed(convening)
    refuse_removed(convening, actor)
    seat = Participant(
        convening_id=convening.id,
        person_id=actor.person_id,
        sign_in_id=None if actor.person_id else actor.sign_in_id,
        role="observer",
        nickname=free_name(str(_l("Projector")), nicknames_in(convening.id)),
    )
    db.session.add(seat)
    db.session.flush()
    forget_seats(actor)
    publish(ParticipantJoined(convening_id=convening.id, participant_id=seat.id))
    return seat


def free_name(name: str, taken: Iterable[str]) -> str:
    """The person's name, with a number when a seat has it already."""
    used = {other.casefold() for other in taken}
    name = name.strip()[:36]
    free, number = name, 2
    while free.casefold() in used:
        free, number = f"{name} {number}", number + 1
    return free


def tell(seat: Participant) -> None:
    db.session.flush()
    publish(ParticipantChanged(convening_id=seat.convening_id, participant_id=seat.id))


def claim_seats(sign_in_id: uuid.UUID, person_id: uuid.UUID) -> int:
    """Move a guest's seats to the account they signed in with; say how many.

    Where the account has a seat of its own already, the guest's is given up for it: one person
    is counted once. Nothing written or voted from it is lost.
    """
    seats = db.session.scalars(
        select(Participant).where(
            Participant.sign_in_id == sign_in_id, Participant.person_id.is_(None)
        )
    ).all()
    own = {
        seat.convening_id: seat
        for seat in db.session.scalars(
            select(Participant).where(Participant.person_id == person_id)
        )
    }
    for seat in seats:
        seat.sign_in_id = None
        if seat.convening_id in own:
            give_up(seat, own[seat.convening_id])
        else:
            seat.person_id = person_id
            tell(seat)
    return len(seats)


def give_up(seat: Participant, own: Participant) -> None:
    """Go on with one's own seat instead of this one, in the group one has voted in."""
    if seat.convening.is_open and seat.removed_at is None:
        if has_voted(seat) and not has_voted(own) and own.role in COUNTED_ROLES:
            own.group_id = seat.group_id
        seat.removed_at = now()
        seat.ready_activity_id = None
    seat.given_up_for_id = own.id
    db.session.execute(
        update(Card).where(Card.participant_id == seat.id).values(participant_id=own.id)
    )
    tell(seat)
    publish(SeatGivenUp(convening_id=seat.convening_id, participant_id=seat.id, for_id=own.id))


def may_change_group(seat: Participant) -> bool:
    """The group may change until the first vote from this seat."""
    return seat.convening.is_open and seat.role != "observer" and not has_voted(seat)


def change_group(seat: Participant, group: StakeholderGroup | None) -> None:
    """Sit with another group, before the first vote: results by group must add up."""
    refuse_when_closed(seat.convening)
    if has_voted(seat):
        raise Conflict(_l("You have voted, so your group stays as it is."))
    if group is not None and group.convening_id != seat.convening_id:
        raise NotFound(_l("This group is no longer there."))
    seat.group = group
    tell(seat)


def name_groups(
    seat: Participant, group: StakeholderGroup | None, also: Iterable[StakeholderGroup]
) -> None:
    """Say for whom one speaks: one group counts in tallies, the others are only told."""
    refuse_when_closed(seat.convening)
    if (None if group is None else group.id) != seat.group_id:
        change_group(seat, group)
    seat.also_for = [
        one for one in also if one is not group and one.convening_id == seat.convening_id
    ]
    tell(seat)


def say_ready(seat: Participant, *, seen: str, ready: bool) -> None:
    """Say one is ready with the current activity, or take that back.

    `seen` is the activity the page showed; the room may have left it.
    """
    current = seat.convening.current_activity_id
    if current is None or seen != str(current):
        raise Conflict(_l("The group has moved on in the meantime."))
    seat.ready_activity_id = current if ready else None
    tell(seat)


def refuse_when_closed(convening: Convening) -> None:
    if not convening.is_open:
        raise Conflict(_l("This convening is closed. It can be read, not changed."))


def forget_readiness(convening_id: uuid.UUID) -> None:
    """Nobody is ready yet: a new activity or round begins."""
    db.session.execute(
        update(Participant)
        .where(Participant.convening_id == convening_id)
        .values(ready_activity_id=None)
    )
