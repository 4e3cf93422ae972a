"""What relations and states are called on screen, and how strong each relation is."""

from typing import Final

from pog.core.i18n import _l

RELATION_WORDS: Final = {
    "exact": _l("Exact match"),
    "strong_overlap": _l("Strong overlap"),
    "weak_overlap": _l("Weak overlap"),
    "target_broader": _l("Broader competency"),
    "target_narrower": _l("Narrower competency"),
    "related": _l("Related"),
    "peer": _l("Side by side"),
    "prerequisite": _l("Comes before"),
}
"""In the order they are offered."""
RELATION_DETAILS: Final = {
    "exact": _l("Both ask for the same thing."),
    "strong_overlap": _l("Most of what one asks for, the other asks for too."),
    "weak_overlap": _l("They share a part, and much of each is different."),
    "target_broader": _l("The competency covers all of the attribute, and more."),
    "target_narrower": _l("The competency is one piece of the attribute."),
    "related": _l("They have to do with each other. How closely is open."),
    "peer": _l("They are different, but belong on the same shelf."),
    "prerequisite": _l("A learner needs the attribute first; the competency builds on it."),
}
STATE_WORDS: Final = {
    "suggested": _l("Suggested"),
    "proposed": _l("Proposed"),
    "endorsed": _l("Endorsed"),
    "declined": _l("Declined"),
}
STATE_BADGES: Final = {
    "suggested": "info",
    "proposed": "neutral",
    "endorsed": "ok",
    "declined": "danger",
}
CHANGE_WORDS: Final = {
    "suggested": _l("suggested"),
    "proposed": _l("took up the suggestion"),
    "added": _l("aligned"),
    "changed": _l("changed"),
    "removed": _l("removed"),
    "supported": _l("put in a word for it"),
    "withdrawn": _l("took the endorsement back"),
    "endorsed": _l("endorsed"),
    "declined": _l("declined"),
    "reopened": _l("proposed again"),
    "restored": _l("put back"),
    "repointed": _l("left this edition"),
    "points_here": _l("pointed it to a new edition"),
    "pointed_back": _l("pointed it back to the earlier edition"),
}
STRENGTH: Final = {
    "exact": 3,
    "strong_overlap": 3,
    "target_broader": 2,
    "target_narrower": 2,
    "weak_overlap": 2,
    "related": 1,
    "peer": 1,
    "prerequisite": 1,
}
"""Three is strong, two is partial, one is loose; nothing is zero."""
STRENGTH_WORDS: Final = {
    3: _l("strong"),
    2: _l("partial"),
    1: _l("loose"),
    0: _l("nothing yet"),
}
RANKED: Final = (
    "exact",
    "strong_overlap",
    "target_broader",
    "target_narrower",
    "weak_overlap",
    "related",
    "peer",
    "prerequisite",
)
"""The strongest first."""
