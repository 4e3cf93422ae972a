"""Long lists: nobody sees all options, everybody a fair part of them, the least shown first."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random, SystemRandom

from sqlalchemy import select

from pog.ballots.eligibility import asked, may_vote
from pog.ballots.models import Ballot, Portion
from pog.ballots.services import lock
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden
from pog.core.i18n import _l


def draw_portion(
    options: Sequence[str], shown: Mapping[str, int], size: int, random: Random
) -> list[str]:
    """Return `size` different options of those shown least so far, in an order of chance.

    So after any number of draws no option was shown more than once oftener than another.
    """
    shuffled = list(options)
    random.shuffle(shuffled)
    chosen = sorted(shuffled, key=lambda option: shown.get(option, 0))[:size]
    random.shuffle(chosen)
    return chosen


def shown_so_far(ballot: Ballot) -> Counter[str]:
    portions = db.session.scalars(select(Portion.options).where(Portion.ballot_id == ballot.id))
    return Counter(option for portion in portions for option in portion)


def deal(ballot: Ballot, seat_ids: Sequence[uuid.UUID], random: Random | None = None) -> None:
    """Give each of these seats its portion. The caller holds the ballot's lock alone."""
    assert ballot.shown_each is not None  # only long lists are dealt
    draw = random or SystemRandom()
    shown = shown_so_far(ballot)
    for seat_id in seat_ids:
        options = draw_portion(ballot.option_keys, shown, ballot.shown_each, draw)
        shown.update(options)
        db.session.add(Portion(ballot_id=ballot.id, participant_id=seat_id, options=options))
    db.session.flush()


def deal_to_everybody(ballot: Ballot) -> None:
    """At the opening: everybody who is here gets a portion."""
    seats = db.session.scalars(select(Participant.id).where(asked(ballot))).all()
    deal(ballot, seats)


def take_portion(ballot: Ballot, seat: Participant) -> Portion:
    """The seat's portion; whoever came after the opening gets one now. Twice it is the same."""
    lock(ballot)
    if not may_vote(ballot, seat) or ballot.shown_each is None:
        raise Forbidden(_l("You have no vote here."))
    known = db.session.get(Portion, (ballot.id, seat.id))
    if known is None:
        if not ballot.takes_votes:
            raise Conflict(_l("Voting is closed."))
        deal(ballot, [seat.id])
        known = db.session.get_one(Portion, (ballot.id, seat.id))
    return known
