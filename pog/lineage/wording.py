"""What upstream changes and decisions are called on screen."""

from pog.core.i18n import _l

FIELD_WORDS = {
    "presence": _l("Attribute"),
    "name": _l("Name"),
    "statement": _l("Statement"),
    "indicators": _l("Indicators"),
    "place": _l("Place"),
    "core_statement": _l("Core statement"),
    "usage_rules": _l("Rules for using it"),
}
CHOICE_WORDS = {
    "accepted": _l("Taken over"),
    "merged": _l("Taken over, with our words kept"),
    "by_hand": _l("Put together by hand"),
    "declined": _l("Declined"),
    "reopened": _l("Opened again"),
}
CHOICE_BADGES = {
    "accepted": ("ok", "check"),
    "merged": ("ok", "check"),
    "by_hand": ("ok", "draft"),
    "declined": ("warning", "minus"),
    "reopened": ("neutral", "history"),
}
FATE_WORDS = {
    "kept": _l("Kept"),
    "reworded": _l("Reworded"),
    "dropped": _l("Not there"),
}
FATE_BADGES = {
    "kept": ("ok", "check"),
    "reworded": ("info", "draft"),
    "dropped": ("warning", "minus"),
}
