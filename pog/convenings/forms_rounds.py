"""What people type to set up an open round and to move its end."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from pog.convenings.models import TEXT_LIMIT, TITLE_LIMIT
from pog.convenings.typed import lines, one_line
from pog.core.i18n import LANGUAGES, _, _l


class MomentField(DateTimeLocalField):
    """A day and a time on the site's clock; what is neither is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Choose a day and a time.")) from error
        if self.data is not None and not 2000 <= self.data.year <= 2200:
            raise ValueError(_("Choose a day and a time."))


class WindowForm(FlaskForm):
    opens_at = MomentField(
        _l("Opens"), [InputRequired(_l("Choose when it opens."))], format="%Y-%m-%dT%H:%M"
    )
    closes_at = MomentField(
        _l("Ends"), [InputRequired(_l("Choose when it ends."))], format="%Y-%m-%dT%H:%M"
    )
    listed = BooleanField(
        _l("Invite everybody who reads the published profile"),
        description=_l("Its public page links here, so that people need no code."),
    )


class RoundForm(WindowForm):
    title = StringField(
        _l("Title"),
        [
            InputRequired(_l("Enter a title.")),
            Length(max=TITLE_LIMIT, message=_l("Use at most 120 characters for the title.")),
        ],
        filters=[one_line],
    )
    purpose = TextAreaField(
        _l("Purpose"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 2,000 characters for the purpose."))],
        filters=[lines],
        description=_l("Why do you ask, and what happens with the answers?"),
    )
    kinds = SelectMultipleField(
        _l("Steps"), [DataRequired(_l("Choose at least one step."))], choices=[]
    )
    language = RadioField(
        _l("Language of the round"),
        choices=list(LANGUAGES.items()),
        description=_l("Groups and steps are written in it. Everybody picks their own language."),
    )
