"""What people choose about frames."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l


class EmbeddingForm(FlaskForm):
    choice = RadioField(
        _l("Who may show the profile on their pages?"),
        [InputRequired(_l("Choose who may."))],
        choices=[
            ("nobody", _l("Nobody")),
            ("some", _l("These sites")),
            ("anybody", _l("Any site")),
        ],
    )
    sites = TextAreaField(_l("Sites"), [Length(max=2_000)])
