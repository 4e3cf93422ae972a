"""What a facilitator chooses about the record."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from pog.core.i18n import _l


class NamesForm(FlaskForm):
    names = RadioField(
        _l("Who stands beside what was written?"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[("no", _l("The group only")), ("yes", _l("The group and the nickname"))],
    )
