"""What people send to import a framework."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from pog.core.i18n import _l
from pog.frameworks.wording import SECTOR_WORDS


class ImportForm(FlaskForm):
    file = FileField(_l("CASE file"), [FileRequired(_l("Choose a file."))])
    sector = RadioField(
        _l("Which sector is it about?"),
        [InputRequired(_l("Choose the sector of this framework."))],
        choices=list(SECTOR_WORDS.items()),
    )
    organization = SelectField(_l("For which organization?"), choices=[])
