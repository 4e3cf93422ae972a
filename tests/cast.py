"""The four of every test: ana facilitates, ben takes part, cy is from elsewhere, and nobody.

ana   administers Riverbend and facilitates its convening
ben   has an account, reads in Riverbend, and sits among the Students of the convening
cy    administers Hillcrest, another district
nobody   a browser that never signed in
"""

from dataclasses import dataclass

from pog.accounts.models import Person
from pog.convenings.models import Convening, Participant
from pog.organizations.models import Organization
from pog.profiles.models import Profile
from tests.factories import (
    make_convening,
    make_membership,
    make_organization,
    make_participant,
    make_person,
    make_profile,
)

ATTRIBUTES = ("Clear communication", "Sound judgement", "Care for others")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there, and the convening they meet in."""

    ana: Person
    ben: Person
    cy: Person
    riverbend: Organization
    hillcrest: Organization
    profile: Profile
    convening: Convening
    ana_seat: Participant
    ben_seat: Participant


def make_cast(*, current: str | None = "draft") -> Cast:
    """Put the cast into the database; `current` is the kind of phase the convening is in."""
    ana, ben, cy = (make_person(name) for name in ("Ana", "Ben", "Cy"))
    riverbend = make_organization("Riverbend")
    hillcrest = make_organization("Hillcrest")
    make_membership(riverbend, ana, "admin")
    make_membership(riverbend, ben, "reader")
    make_membership(hillcrest, cy, "admin")
    profile = make_profile(riverbend, attributes=ATTRIBUTES)
    convening = make_convening(profile, current=current)
    return Cast(
        ana=ana,
        ben=ben,
        cy=cy,
        riverbend=riverbend,
        hillcrest=hillcrest,
        profile=profile,
        convening=convening,
        ana_seat=make_participant(convening, role="facilitator", person=ana, nickname="Ana"),
        ben_seat=make_participant(convening, person=ben, nickname="Ben"),
    )
