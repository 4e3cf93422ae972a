"""Why something typed was not taken, in sentences."""

from pog.core.i18n import _

STATUS = {
    "closed": 403,
    "forbidden": 403,
    "gone": 404,
    "too-long": 409,
    "too-big": 413,
    "malformed": 422,
    "away": 503,
    "busy": 503,
}
"""The HTTP status for each code."""
CLOSING = {
    "closed": 4403,
    "forbidden": 4403,
    "gone": 4404,
    "too-long": 4409,
    "too-big": 4400,
    "malformed": 4400,
    "away": 1012,
    "busy": 1012,
}
"""How a socket ends for each code; 1012 asks the page to come back in a moment."""


def sentences() -> dict[str, str]:
    """What to say for each code, in the language of whoever reads it."""
    return {
        "closed": _("Drafting is closed now, so this was not stored. Copy it if you need it."),
        "forbidden": _("You can read this text, but changing it is for others."),
        "gone": _("This text is not here any more, or it is not shared with you."),
        "too-long": _(
            "This does not fit any more. A statement has at most 8,000 characters "
            "and not too many marks."
        ),
        "too-big": _("This is too much at once. Put it in piece by piece."),
        "malformed": _("This could not be read, so it was not stored. Reload the page."),
        "away": _("The server restarts. Your text is kept and sent in a moment."),
        "busy": _("We could not store this just now. Your text is kept and sent again."),
    }
