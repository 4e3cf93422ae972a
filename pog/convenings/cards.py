"""Code cards: printed codes that let one person take one seat, once."""

import hashlib
import uuid
from dataclasses import dataclass
from random import Random, SystemRandom

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from pog.convenings.events import ParticipantJoined, SeatMoved
from pog.convenings.joining import (
    free_name,
    join,
    refuse_removed,
    refuse_when_closed,
    repeated,
    tell,
)
from pog.convenings.models import Card, Convening, Participant, StakeholderGroup
from pog.convenings.seats import forget_seats, nicknames_in, seat_of
from pog.core.clock import now
from pog.core.codes import CARD_LENGTH, new_code, read_code
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, NotFound, Refusal
from pog.core.i18n import _, _l, force_locale
from pog.core.identity import Actor
from pog.core.work import publish

MOST_AT_ONCE = 500
MOST_CARDS = 2_000


def hash_card(code: str) -> str:
    """What is kept of a code for good.

    Eight characters can be tried one after the other, so this costs a few milliseconds each:
    for all of them that is a century of computing.
    """
    digest = hashlib.scrypt(code.encode(), salt=b"pog card", n=2**10, r=8, p=1, dklen=32)
    return digest.hex()


# ------------------------------------------------------------------ making them


def make_cards(
    convening: Convening,
    count: int,
    *,
    group: StakeholderGroup | None = None,
    random: Random | None = None,
) -> int:
    """Make this many cards; returns the number of their batch."""
    db.session.refresh(convening, with_for_update=True)
    refuse_when_closed(convening)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal(_l("Make between 1 and 500 cards at once."), field="count")
    made, last = db.session.execute(
        select(func.count(Card.id), func.max(Card.batch)).where(Card.convening_id == convening.id)
    ).one()
    if made + count > MOST_CARDS:
        raise Conflict(_l("A convening has at most 2,000 cards."), field="count")
    draw = random or SystemRandom()
    codes = {new_code(draw, CARD_LENGTH) for _one in range(count)}
    while len(codes) < count:
        codes.add(new_code(draw, CARD_LENGTH))
    batch = (last or 0) + 1
    for number, code in enumerate(sorted(codes, key=lambda _code: draw.random()), start=1):
        db.session.add(
            Card(
                convening_id=convening.id,
                group_id=None if group is None else group.id,
                batch=batch,
                number=number,
                code=code,
                code_hash=hash_card(code),
            )
        )
    db.session.flush()
    return batch


def void_unused(convening: Convening, batch: int) -> int:
    """Make the cards of a batch nobody used worthless; say how many."""
    db.session.refresh(convening, with_for_update=True)
    refuse_when_closed(convening)
    voided = db.session.scalars(
        update(Card)
        .where(
            Card.convening_id == convening.id,
            Card.batch == batch,
            Card.used_at.is_(None),
            Card.voided_at.is_(None),
        )
        .values(voided_at=now(), code=None)
        .returning(Card.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.expire_all()
    return len(voided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Cards that were made together."""

    number: int
    group: StakeholderGroup | None
    made: int
    used: int
    void: int

    @property
    def unused(self) -> int:
        return self.made - self.used - self.void


def batches_of(convening: Convening) -> list[Batch]:
    """The convening's batches, newest first."""
    groups = {group.id: group for group in convening.groups}
    rows = db.session.execute(
        select(
            Card.batch,
            Card.group_id,
            func.count(Card.id).label("made"),
            func.count(Card.used_at).label("used"),
            func.count(Card.voided_at).label("void"),
        )
        .where(Card.convening_id == convening.id)
        .group_by(Card.batch, Card.group_id)
        .order_by(Card.batch.desc())
    ).all()
    return [
        Batch(
            number=row.batch,
            group=groups.get(row.group_id),
            made=row.made,
            used=row.used,
            void=row.void,
        )
        for row in rows
    ]


def printable_cards(convening: Convening, batch: int) -> list[Card]:
    """The cards of a batch that still let somebody in, in their order."""
    return list(
        db.session.scalars(
            select(Card)
            .where(Card.convening_id == convening.id, Card.batch == batch, Card.code.is_not(None))
            .options(joinedload(Card.group))
            .order_by(Card.number)
        )
    )


# ------------------------------------------------------------------ using one


def card_by_code(typed: str) -> Card | None:
    """The card with this code, whatever its state; None when it is not a card's code at all."""
    code = read_code(typed, CARD_LENGTH)
    if code is None:
        return None
    card = db.session.scalar(select(Card).where(Card.code_hash == hash_card(code)))
    if card is None:
        raise NotFound(_l("There is no card with this code. Compare it with yours."), field="code")
    return card


def refuse_dead_card(card: Card) -> None:
    """Refuse when the card lets nobody in any more."""
    if not card.convening.is_open:
        raise Conflict(_l("This convening is closed. Nobody can join it any more."), field="code")
    if card.voided_at is not None:
        raise Conflict(_l("This card is void. Ask a facilitator for another one."), field="code")
    if card.used_at is not None and (
        card.participant is None or card.participant.removed_at is not None
    ):
        raise Forbidden(
            _l("A facilitator took your seat away. Speak to them if that is wrong."), field="code"
        )


def use_card(
    card: Card,
    actor: Actor,
    *,
    group: StakeholderGroup | None = None,
    nickname: str | None = None,
    language: str = "en",
    key: str | None = None,
) -> Participant:
    """Take the card's seat. Somebody who has a seat here keeps it, and the card stays unused."""
    # A seat holds its convening; whoever voids cards takes the convening before the cards, too.
    db.session.refresh(card.convening, with_for_update={"read": True, "key_share": True})
    db.session.refresh(card, with_for_update=True)
    if (seat := seat_of(actor, card.convening_id)) is not None:
        return seat
    refuse_dead_card(card)
    refuse_removed(card.convening, actor)
    if card.used_at is not None:
        # The same try, sent twice before the browser had a sign-in, leads to one seat.
        if key and card.participant_id == uuid.uuid5(card.convening_id, key):
            again = repeated(card.participant_id, actor)
            if again is not None:
                return again
        raise Conflict(_l("This card's seat is in use."), field="code")
    seat = join(
        card.convening,
        actor,
        group=card.group or group,
        nickname=nickname,
        language=language,
        key=key,
        by_card=True,
    )
    card.participant_id = seat.id
    card.used_at = now()
    card.code = None
    db.session.flush()
    return seat


def seat_on_paper(card: Card) -> Participant:
    """The card's seat; one that nobody took yet is taken for whoever voted on paper with it.

    It has no browser. Its owner can go on with it on a phone later (`move_seat`).
    """
    db.session.refresh(card.convening, with_for_update={"read": True, "key_share": True})
    db.session.refresh(card, with_for_update=True)
    if card.participant is not None:
        return card.participant
    with force_locale(card.convening.language):
        wanted = str(_("Paper card %(number)s", number=f"{card.batch}-{card.number}"))
    seat = Participant(
        id=uuid.uuid4(),
        convening_id=card.convening_id,
        group_id=card.group_id,
        person_id=None,
        sign_in_id=None,
        nickname=free_name(wanted, nicknames_in(card.convening_id)),
        removed_at=None,
    )
    db.session.add(seat)
    db.session.flush()
    card.participant_id, card.used_at, card.code = seat.id, now(), None
    db.session.flush()
    db.session.refresh(card)
    publish(ParticipantJoined(convening_id=seat.convening_id, participant_id=seat.id))
    return seat


def move_seat(card: Card, actor: Actor) -> Participant:
    """Continue on this device with the card's seat; the device before has it no longer."""
    db.session.refresh(card, with_for_update=True)
    refuse_dead_card(card)
    seat = card.participant
    if seat is None:
        raise Conflict(_l("Nobody has used this card yet. Take your seat with it."), field="code")
    own = seat_of(actor, card.convening_id)
    if own is not None and own.id == seat.id:
        return seat
    refuse_removed(card.convening, actor)
    if own is not None:
        raise Conflict(
            _l("This device has another seat in this convening. One device has one seat."),
            field="code",
        )
    if seat.person_id is not None:
        raise Conflict(
            _l("This card's seat belongs to an account. Sign in to continue with it."),
            field="code",
        )
    before = seat.sign_in_id
    seat.person_id = actor.person_id
    seat.sign_in_id = None if actor.person_id else actor.sign_in_id
    forget_seats(actor)
    tell(seat)
    if before is not None:
        publish(
            SeatMoved(
                convening_id=seat.convening_id, participant_id=seat.id, from_sign_in_id=before
            )
        )
    return seat
