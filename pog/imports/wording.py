"""What the states of an import are called on screen."""

from pog.core.i18n import _l

STATE_WORDS = {
    "reading": _l("Being read"),
    "to_choose": _l("Waits for your choice"),
    "to_confirm": _l("Waits for your answer"),
    "done": _l("Imported"),
    "failed": _l("Not imported"),
    "cancelled": _l("Dropped"),
    "undone": _l("Undone"),
}
STATE_BADGES = {
    "reading": "info",
    "to_choose": "warning",
    "to_confirm": "warning",
    "done": "success",
    "failed": "danger",
    "cancelled": "neutral",
    "undone": "neutral",
}
