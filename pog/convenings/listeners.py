"""What convenings do when others tell a fact, and what they tell lower floors."""

from collections.abc import Iterable

from pog.accounts.events import SignedIn
from pog.convenings.events import ConveningClosed, ParticipantJoined
from pog.convenings.joining import claim_seats
from pog.convenings.models import COUNTED_ROLES, Convening, Participant
from pog.convenings.permissions import CONVENE
from pog.convenings.rounds import begin_round, listed_rounds
from pog.convenings.seats import seats_on_profile
from pog.convenings.summoning import put_summons
from pog.core.database import db
from pog.core.events import before_commit
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.authors import Author, finds_authors
from pog.profiles.hooks import invites_strangers, links_from_profiles
from pog.profiles.models import Profile


@before_commit(SignedIn)
def keep_a_guests_seats(event: SignedIn) -> None:
    """Whoever joined as a guest and then signs in keeps the seats."""
    if event.guest_sign_in_id is not None:
        claim_seats(event.guest_sign_in_id, event.person_id)


@before_commit(ConveningClosed)
def nobody_is_called_any_more(event: ConveningClosed) -> None:
    """A call ends with the convening."""
    convening = db.session.get(Convening, event.convening_id)
    if convening is not None and convening.summons_id is not None:
        put_summons(convening, None)


@before_commit(ParticipantJoined)
def the_first_seat_begins_an_open_round(event: ParticipantJoined) -> None:
    """Nobody has to be there to open it; who runs it takes a seat before."""
    seat = db.session.get(Participant, event.participant_id)
    if seat is not None and seat.role in COUNTED_ROLES:
        begin_round(seat.convening)


@finds_authors
def seats_write_by_nickname(actor: Actor, profile: Profile) -> Author | None:
    """From a seat one writes as its nickname with the group, never under the account's name."""
    for seat in seats_on_profile(actor, profile.id):
        name = seat.nickname if seat.group is None else f"{seat.nickname} ({seat.group.name})"
        return Author(name=name, person_id=seat.person_id, participant_id=seat.id)
    return None


@links_from_profiles
def convenings_of_it(actor: Actor, profile: Profile) -> Iterable[Link]:
    if CONVENE.allows(actor, profile):
        yield Link(
            text=_("Convenings"),
            endpoint="convenings.of_profile",
            values={"profile_id": profile.id},
            icon="people",
        )


@invites_strangers
def open_rounds_of_it(profile: Profile) -> Iterable[Link]:
    """What anybody who reads the published profile may take part in now."""
    for convening in listed_rounds(profile.id):
        yield Link(
            text=convening.title,
            endpoint="convenings.take_part",
            values={"convening_id": convening.id},
            icon="people",
        )
