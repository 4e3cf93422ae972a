"""What the stored words of suggestions are called on screen."""

from pog.core.i18n import _l

STATE_WORDS = {
    "open": _l("Open"),
    "accepted": _l("Accepted"),
    "partly": _l("Partly accepted"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
}
FILTER_WORDS = {
    "open": _l("Open"),
    "stale": _l("On an earlier revision"),
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
    "all": _l("All"),
    "waiting": _l("Waiting for review"),
}
