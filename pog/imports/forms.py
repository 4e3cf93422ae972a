"""What people send to import a framework."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l
from pog.frameworks.wording import SECTOR_WORDS


class ImportForm(FlaskForm):
    file = MultipleFileField(_l("File"))
    address = StringField(_l("Or its address on another site"), [Length(max=2_000)])
    format = SelectField(_l("Format"), choices=[], default="auto")
    sector = RadioField(
        _l("Which sector is it about?"),
        [InputRequired(_l("Choose the sector of this framework."))],
        choices=list(SECTOR_WORDS.items()),
    )
    organization = SelectField(_l("For which organization?"), choices=[])


class ProfileForm(FlaskForm):
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    format = RadioField(
        _l("Format"), [InputRequired(_l("Choose what kind of file it is."))], choices=[]
    )


class ChoiceForm(FlaskForm):
    framework = SelectField(_l("Framework"), [InputRequired(_l("Choose a framework."))], choices=[])


class AnswerForm(FlaskForm):
    """A button and nothing to fill in."""
