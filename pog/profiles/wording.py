"""What the stored words of profiles are called on screen."""

from pog.core.i18n import _l

LABEL_WORDS = {
    "profile": _l("Profile of a graduate"),
    "portrait": _l("Portrait of a graduate"),
    "vision": _l("Vision of a graduate"),
    "learner": _l("Portrait of a learner"),
}
STATE_WORDS = {
    "drafting": _l("Drafting"),
    "proposed": _l("Proposed"),
    "adopted": _l("Adopted"),
    "retired": _l("Retired"),
}
STATE_DETAILS = {
    "drafting": _l("The wording is still being worked on."),
    "proposed": _l("The wording waits for a decision."),
    "adopted": _l("A board has adopted it."),
    "retired": _l("It is no longer in use."),
}
STATE_BADGES = {
    "drafting": "neutral",
    "proposed": "info",
    "adopted": "ok",
    "retired": "warning",
}
SHARES_WORDS = {
    "editions": _l("Published editions"),
    "draft": _l("The working draft, too"),
    "nothing": _l("Nothing"),
}
SHARES_DETAILS = {
    "editions": _l("Everybody can read them anyway."),
    "draft": _l("They see today's words before you publish."),
    "nothing": _l("You do not stand in their overview at all."),
}
PURPOSE_WORDS = {
    "college": _l("College"),
    "career": _l("Career"),
    "civic_life": _l("Civic life"),
}
CHANGE_WORDS = {
    "cloned": _l("taken over"),
    "added": _l("added"),
    "reworded": _l("reworded"),
    "indicators": _l("indicators changed"),
    "moved": _l("moved"),
    "grouped": _l("put into another grouping"),
    "dropped": _l("dropped"),
    "brought_back": _l("brought back"),
    "restored": _l("restored"),
    "updated": _l("changed as its source did"),
}
DESCENT_WORDS = {
    "kept": _l("Kept"),
    "reworded": _l("Reworded"),
    "added": _l("Added here"),
    "dropped": _l("Dropped here"),
}
DIFFERENCE_WORDS = {
    "kept": _l("The same"),
    "reworded": _l("Changed"),
    "added": _l("New"),
    "dropped": _l("No longer in it"),
}
DESCENT_BADGES = {
    "kept": ("neutral", "check"),
    "reworded": ("info", "draft"),
    "added": ("accent", "add"),
    "dropped": ("warning", "minus"),
}
