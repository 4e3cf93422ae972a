"""Convenings in the browser: what their pages share, and the modules with their views."""

from typing import Any

from flask import Flask, request, url_for

from pog.convenings import (  # their routes hang on the blueprint
    views_cards,
    views_closing,
    views_desk,
    views_joining,
    views_projector,
    views_roles,
    views_room,
    views_rounds,
    views_setup,
    views_summons,
)
from pog.convenings.blueprint import blueprint
from pog.convenings.models import COUNTED_ROLES, Convening, Participant
from pog.convenings.phases import COLLECTING, PHASES, kinds_at, what_is_open
from pog.convenings.places import address_of
from pog.convenings.queries import summons_view
from pog.convenings.seats import seat_of, seats_on_profile
from pog.core.i18n import _
from pog.profiles.models import Profile
from pog.web.doors import actor
from pog.web.urls import absolute

__all__ = [
    "blueprint",
    "views_cards",
    "views_closing",
    "views_desk",
    "views_joining",
    "views_projector",
    "views_roles",
    "views_room",
    "views_rounds",
    "views_setup",
    "views_summons",
]


def seat_here(
    profile: Profile | None = None, convening: Convening | None = None
) -> Participant | None:
    """The viewer's seat in this convening, or in the newest open one on this profile."""
    if convening is not None:
        return seat_of(actor(), convening.id)
    if profile is not None:
        return next(iter(seats_on_profile(actor(), profile.id)), None)
    return None


def convening_here(
    profile: Profile | None = None, convening: Convening | None = None
) -> Convening | None:
    """The convening the viewer's page belongs to, when they have a seat in it."""
    seat = seat_here(profile, convening)
    return None if seat is None else seat.convening


def follow_here(
    profile: Profile | None = None, convening: Convening | None = None
) -> dict[str, Any] | None:
    """What the follow bar needs on this page; nothing without a seat."""
    found = convening_here(profile, convening)
    if found is None or not found.is_open:
        return None
    activity = found.current_activity
    kind = activity.kind if activity is not None else None
    return {
        "here": " ".join(sorted(kinds_at(request.endpoint, kind))),
        "convening": found,
        "activity": activity,
        "phase": PHASES[activity.kind] if activity is not None else None,
    }


def summons_here(
    profile: Profile | None = None, convening: Convening | None = None
) -> dict[str, Any] | None:
    """What the bar of a call needs on this page; nothing without a seat.

    Without a call the bar is there too, empty, for the next one to be pushed into.
    """
    seat = seat_here(profile, convening)
    if seat is None or not seat.convening.is_open or seat.role == "facilitator":
        return None
    view = summons_view(seat.convening_id)
    summons = view["summons"]
    has_come = summons is not None and seat.came_to_id == summons.id
    return {
        **view,
        "turn_followed": summons.turn if has_come else "none",
        "counts": seat.role in COUNTED_ROLES,
    }


def topics_here(profile: Profile | None = None, convening: Convening | None = None) -> list[str]:
    """What a page has to listen to so that its follow bar moves with the room."""
    found = convening_here(profile, convening)
    return [] if found is None else [f"convening:{found.id}"]


def tabs_here(
    profile: Profile | None = None, convening: Convening | None = None
) -> list[dict[str, Any]]:
    """The tabs along the bottom of a convening's pages; none without a seat."""
    found = convening_here(profile, convening)
    if found is None:
        return []
    # There is room for five: while notes are collected they stand where comments stood.
    third = (
        ("notes.now", _("Notes"), "add", {"convening_id": found.id})
        if COLLECTING in what_is_open(found) or request.blueprint == "notes"
        else ("comments.thread", _("Comments"), "comment", {"profile_id": found.profile_id})
    )
    tabs = (
        (
            "convenings.show",
            _("Steps") if found.is_open_round else _("Now"),
            "play",
            {"convening_id": found.id},
        ),
        ("profiles.show", _("Draft"), "draft", {"profile_id": found.profile_id}),
        third,
        ("ballots.now", _("Vote"), "vote", {"convening_id": found.id}),
        ("alignments.coverage", _("Map"), "map", {"profile_id": found.profile_id}),
    )
    return [
        {
            "text": text,
            "icon": icon,
            "url": url_for(endpoint, **values),  # type: ignore[arg-type]  # its own parameters
            "current": endpoint.partition(".")[0] == request.blueprint,
        }
        for endpoint, text, icon, values in tabs
    ]


def short_address(convening: Convening) -> str:
    """Where to type the code, without what nobody types."""
    return absolute("convenings.join").partition("://")[2]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(short_address=short_address, place_address=address_of)

    @app.context_processor
    def convening_of_page() -> dict[str, Any]:
        return {
            "seat_here": seat_here,
            "summons_here": summons_here,
            "convening_here": convening_here,
            "follow_here": follow_here,
            "tabs_here": tabs_here,
            "topics_here": topics_here,
        }
