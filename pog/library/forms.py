"""What people choose when they clone."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from pog.core.i18n import _l
from pog.core.markup import clean_line


class CloneForm(FlaskForm):
    organization = RadioField(
        _l("For which organization?"),
        [InputRequired(_l("Choose an organization."))],
        choices=[],
    )
    title = StringField(
        _l("Title of your profile"),
        [
            DataRequired(_l("Enter a title.")),
            Length(max=200, message=_l("Use at most 200 characters for the title.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
    language = RadioField(_l("In which language?"), choices=[])
