"""What people may type at the theme desk."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.clusters.models import NAME_LIMIT
from pog.core.i18n import _l
from pog.core.markup import TEXT_LIMIT, clean_line, clean_text
from pog.profiles.models import NAME_LIMIT as ATTRIBUTE_NAME_LIMIT


class ThemeForm(FlaskForm):
    name = StringField(
        _l("Name of the theme"),
        [
            InputRequired(_l("Enter a name for the theme.")),
            Length(max=NAME_LIMIT, message=_l("Use at most 80 characters for the name.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )


class PromoteForm(FlaskForm):
    name = StringField(
        _l("Name of the attribute"),
        [
            InputRequired(_l("Enter a name.")),
            Length(max=ATTRIBUTE_NAME_LIMIT, message=_l("Use at most 120 characters.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
    statement = TextAreaField(
        _l("What it means"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[lambda text: clean_text(text or "")],
    )
