"""What the stored words of comments are called on screen."""

from pog.core.i18n import _l

REPORT_WORDS = {
    "names": _l("It names a person or says where to find one"),
    "hurts": _l("It is hurtful"),
    "off_topic": _l("It is not about this"),
    "other": _l("Something else"),
}
