"""What people choose about paper."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField

from pog.core.i18n import _l

LAYOUT_WORDS = {
    "": _l("What suits the names"),
    "wheel": _l("Wheel"),
    "hexagons": _l("Hexagons"),
    "columns": _l("Columns"),
    "tree": _l("Tree"),
}


class LookForm(FlaskForm):
    main = StringField(_l("First color"))
    accent = StringField(_l("Second color"))
    layout = RadioField(
        _l("Layout of the poster"),
        choices=list(LAYOUT_WORDS.items()),
        default="",
        validate_choice=False,  # the service judges it
    )
