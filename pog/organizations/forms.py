"""What people type about organizations."""

from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from pog.core.i18n import _l
from pog.core.markup import clean_line

LEVEL_WORDS = {"state": _l("State"), "district": _l("District"), "school": _l("School")}
ROLE_WORDS = {"admin": _l("Admin"), "editor": _l("Editor"), "reader": _l("Reader")}
ROLE_DETAILS = {
    "admin": _l("Runs everything and invites people."),
    "editor": _l("Starts profiles and convenings and changes wording."),
    "reader": _l("Sees everything and changes nothing."),
}


class OrganizationForm(FlaskForm):
    name = StringField(
        _l("Name of the organization"),
        [
            DataRequired(_l("Enter a name.")),
            Length(max=120, message=_l("Use at most 120 characters for the name.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
    level = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose state, district or school."))],
        choices=list(LEVEL_WORDS.items()),
        default="district",
    )
    parent = SelectField(_l("Belongs to"), choices=[], validate_choice=True, default="")


class InviteForm(FlaskForm):
    email = EmailField(
        _l("E-mail address of their account"),
        [InputRequired(_l("Enter an e-mail address.")), Length(max=254)],
    )
    role = RadioField(_l("Role"), choices=list(ROLE_WORDS.items()), default="editor")
