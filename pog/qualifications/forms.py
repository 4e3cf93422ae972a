"""What people say of a qualification."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l
from pog.qualifications.wording import KIND_WORDS

WORDS = [Length(max=2000)]


class QualificationForm(FlaskForm):
    """How far it vouches for each attribute comes beside it, one choice per attribute."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter a name.")), Length(max=200)])
    kind = RadioField(
        _l("What kind is it?"),
        [InputRequired(_l("Choose what kind it is."))],
        choices=list(KIND_WORDS.items()),
    )
    issuer = StringField(_l("Who awards it?"), [Length(max=200)])
    url = StringField(_l("Where is it described?"), [Length(max=2000)])
    for_students = TextAreaField(_l("What does it mean for students?"), WORDS)
    for_institutions = TextAreaField(_l("What does it mean for colleges and schools?"), WORDS)
    for_employers = TextAreaField(_l("What does it mean for employers?"), WORDS)
    levels = SelectMultipleField(_l("Which levels does it fit best?"), choices=[])
    level_note = TextAreaField(_l("Why do these levels fit best?"), WORDS)
