"""What people send to load full texts of their own."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l


class OwnTextsForm(FlaskForm):
    file = FileField(_l("Table (CSV)"), [FileRequired(_l("Choose a file."))])
    entitlement = StringField(
        _l("Why may you use these texts?"),
        [InputRequired(_l("Say why you may use these texts.")), Length(max=500)],
    )
    organization = SelectField(_l("For which organization?"), choices=[])


class SheetForm(FlaskForm):
    sheet = HiddenField(_l("Sheet"))
