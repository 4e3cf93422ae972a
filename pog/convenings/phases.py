"""What each kind of activity opens and where it happens. The one table; nobody else asks."""

import uuid
from dataclasses import dataclass
from typing import Any

from pog.convenings.models import Activity, Convening
from pog.core.i18n import _l

Words = Any  # a sentence translated when it is shown; Flask-Babel says nothing about its type


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A kind of activity: its words on screen, its page, and what participants may do."""

    name: Words
    icon: str
    opens: frozenset[str] = frozenset()
    endpoint: str | None = None
    """The page where it happens; None when there is nothing to do but wait."""
    about: str = "profile"
    """Whose page that is: the profile's or the convening's."""
    go: Words = ""
    """What the button that leads there says."""
    lead: Words = ""
    """What to do there, in one sentence; shown when the facilitator wrote no prompt."""

    def address(self, convening: Convening) -> dict[str, uuid.UUID]:
        """What the page's address is made from."""
        if self.about == "profile":
            return {"profile_id": convening.profile_id}
        return {"convening_id": convening.id}


DRAFTING, COMMENTING, VOTING, ALIGNING = "drafting", "commenting", "voting", "aligning"
COLLECTING = "collecting"
SUGGESTING = "suggesting"

PHASES: dict[str, Phase] = {
    "wait": Phase(
        name=_l("Arrive"),
        icon="wait",
        lead=_l("Take a seat. The facilitator will start in a moment."),
    ),
    "read": Phase(
        name=_l("Read"),
        icon="book",
        endpoint="profiles.show",
        go=_l("Read the draft"),
        lead=_l("Read the attributes. Which one matters most to you?"),
    ),
    "collect": Phase(
        name=_l("Collect ideas"),
        icon="add",
        opens=frozenset({COLLECTING, COMMENTING}),
        endpoint="notes.now",
        about="convening",
        go=_l("Add an idea"),
        lead=_l("Write down what comes to mind, one idea at a time."),
    ),
    "cluster": Phase(
        name=_l("Sort into themes"),
        icon="list",
        opens=frozenset({COMMENTING}),
        endpoint="clusters.now",
        about="convening",
        go=_l("See the themes"),
        lead=_l("The theme team puts notes that belong together into one pile. Watch them grow."),
    ),
    "draft": Phase(
        name=_l("Draft"),
        icon="draft",
        opens=frozenset({DRAFTING, SUGGESTING, COMMENTING}),
        endpoint="profiles.show",
        go=_l("Go to the draft"),
        lead=_l("Change the words until they are ours."),
    ),
    "comment": Phase(
        name=_l("Comment"),
        icon="comment",
        opens=frozenset({SUGGESTING, COMMENTING}),
        endpoint="comments.thread",
        go=_l("Go to the comments"),
        lead=_l("Say what you would keep and what you would change."),
    ),
    "vote": Phase(
        name=_l("Vote"),
        icon="vote",
        opens=frozenset({VOTING, COMMENTING}),
        endpoint="ballots.now",
        about="convening",
        go=_l("Go and vote"),
        lead=_l("Read the question and make your choice. You can change it until the close."),
    ),
    "align": Phase(
        name=_l("Align"),
        icon="map",
        opens=frozenset({ALIGNING, COMMENTING}),
        endpoint="alignments.coverage",
        go=_l("Go to the map"),
        lead=_l("Find what schools, colleges and employers already ask for."),
    ),
    "reflect": Phase(
        name=_l("Reflect"),
        icon="flag",
        opens=frozenset({COMMENTING}),
        endpoint="comments.thread",
        go=_l("Share a thought"),
        lead=_l("What did we settle today, and what is still open?"),
    ),
}


def opens(kind: str | None, what: str) -> bool:
    """Whether an activity of this kind lets participants do it."""
    return kind is not None and what in PHASES[kind].opens


def open_activities(convening: Convening) -> list[Activity]:
    """The steps of the agenda people can work in at this moment.

    The one the room is at; in an open round all of them, from its beginning to its end.
    """
    if convening.is_open_round:
        return list(convening.activities) if convening.takes_input else []
    current = convening.current_activity
    return [] if current is None else [current]


def activity_open_for(convening: Convening, what: str) -> Activity | None:
    """The step in which it is done at this moment; None when it cannot be done now."""
    return next((one for one in open_activities(convening) if opens(one.kind, what)), None)


def what_is_open(convening: Convening) -> frozenset[str]:
    """What participants may do in it at this moment. Every rule and service asks here."""
    if not convening.is_open:
        return frozenset()
    return frozenset().union(*(PHASES[one.kind].opens for one in open_activities(convening)))


DONE_AT = {
    "notes": COLLECTING,
    "profiles": DRAFTING,
    "comments": COMMENTING,
    "ballots": VOTING,
    "alignments": ALIGNING,
}
"""What participants do in which part of the product."""


BESIDE = {"suggestions": SUGGESTING}
"""Work that goes on beside the page a step leads to: its pages serve every step that opens it."""


def kinds_at(endpoint: str | None, kind: str | None) -> frozenset[str]:
    """The kinds of activity that a page opened during `kind` serves as it stands.

    Reading and drafting share a page, but who opened it to read has no forms on it.
    """
    feature = (endpoint or "").partition(".")[0]
    if feature in BESIDE:
        return frozenset(one for one in PHASES if opens(one, BESIDE[feature]))
    what = DONE_AT.get(feature, "")
    return frozenset(
        one
        for one, phase in PHASES.items()
        if phase.endpoint is not None
        and phase.endpoint.partition(".")[0] == feature
        and opens(one, what) == opens(kind, what)
    )
