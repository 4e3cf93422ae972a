"""What each kind of activity opens. The one table; nobody else asks for the kind."""

from dataclasses import dataclass

from pog.core.i18n import _l


@dataclass(frozen=True, slots=True)
class Phase:
    """A kind of activity: its name on screen and what participants may do while it is on."""

    name: object
    opens: frozenset[str]


DRAFTING, COMMENTING, VOTING, ALIGNING = "drafting", "commenting", "voting", "aligning"

PHASES: dict[str, Phase] = {
    "wait": Phase(_l("Arrive"), frozenset()),
    "read": Phase(_l("Read"), frozenset()),
    "collect": Phase(_l("Collect ideas"), frozenset({COMMENTING})),
    "draft": Phase(_l("Draft"), frozenset({DRAFTING, COMMENTING})),
    "comment": Phase(_l("Comment"), frozenset({COMMENTING})),
    "vote": Phase(_l("Vote"), frozenset({VOTING, COMMENTING})),
    "align": Phase(_l("Align"), frozenset({ALIGNING, COMMENTING})),
    "reflect": Phase(_l("Reflect"), frozenset({COMMENTING})),
}


def opens(kind: str | None, what: str) -> bool:
    """Whether an activity of this kind lets participants do it."""
    return kind is not None and what in PHASES[kind].opens
