"""What people send to import a crosswalk."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l


class ImportForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(_l("Enter a title.")), Length(max=300)])
    source = StringField(
        _l("Who published it, and where?"),
        [InputRequired(_l("Say where the pairs come from.")), Length(max=300)],
    )
    licence = StringField(
        _l("Licence"),
        [InputRequired(_l("Say under which licence it may be used.")), Length(max=300)],
    )
    organization = SelectField(_l("For which organization?"), choices=[])
    file = FileField(_l("Table (CSV)"), [FileRequired(_l("Choose a file."))])
