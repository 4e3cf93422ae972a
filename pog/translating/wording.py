"""What texts and the states of their translations are called on screen."""

from pog.core.i18n import _l

FIELD_WORDS = {
    "title": _l("Title"),
    "core_statement": _l("Core statement"),
    "context_note": _l("About this place"),
    "usage_rules": _l("Rules for using it"),
    "name": _l("Name"),
    "statement": _l("What it means"),
    "text": _l("How it shows"),
}
STATE_WORDS = {
    "missing": _l("Not translated"),
    "outdated": _l("The original changed"),
    "translated": _l("Translated"),
}
STATE_BADGES = {
    "missing": ("neutral", "minus"),
    "outdated": ("warning", "clock"),
    "translated": ("ok", "check"),
}
