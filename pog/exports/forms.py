"""What people choose about paper."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField

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


class PictureForm(FlaskForm):
    """A picture with its words. Whether there has to be a file is the service's to say."""

    file = FileField(_l("Picture"))
    alt = StringField(_l("What is in the picture?"))
    credit = StringField(_l("Who made it?"))
    permitted = BooleanField(
        _l("Whoever made it said yes, and for a student a parent or guardian did, too.")
    )
