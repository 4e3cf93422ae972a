"""What people type about profiles and attributes."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from pog.core.i18n import LANGUAGES, _l
from pog.core.markup import clean_line
from pog.profiles.models import NAME_LIMIT, SHARES_EDITIONS
from pog.profiles.wording import LABEL_WORDS, PURPOSE_WORDS, SHARES_WORDS, STATE_WORDS


def one_line(text: str | None) -> str:
    return clean_line(text or "")


def name_field(label: Any) -> StringField:  # Any: a lazy sentence, which wtforms does not know
    return StringField(
        label,
        [
            DataRequired(_l("Enter a name.")),
            Length(max=NAME_LIMIT, message=_l("Use at most 120 characters for the name.")),
        ],
        filters=[one_line],
    )


class NewProfileForm(FlaskForm):
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Enter a title.")),
            Length(max=200, message=_l("Use at most 200 characters for the title.")),
        ],
        filters=[one_line],
    )
    label = RadioField(
        _l("What do you call it?"), choices=list(LABEL_WORDS.items()), default="profile"
    )
    language = RadioField(
        _l("In which language is it written?"), choices=list(LANGUAGES.items()), default="en"
    )


class AttributeForm(FlaskForm):
    """A new attribute."""

    name = name_field(_l("Name"))
    # Its length is judged where it is stored, so that the sentence tells how long it is.
    statement = TextAreaField(_l("What it means"))
    grouping = SelectField(_l("Grouping"), choices=[], default="", validate_choice=True)


class EditForm(FlaskForm):
    """New words for an attribute; the revision the writer began with travels along."""

    base_revision = HiddenField()
    base_statement = HiddenField()
    choice = HiddenField()
    name = name_field(_l("Name"))
    statement = TextAreaField(_l("What it means"))
    reason = StringField(
        _l("Why?"),
        [Length(max=500, message=_l("Use at most 500 characters for the reason."))],
        filters=[one_line],
    )

    @property
    def base(self) -> int:
        """The revision the writer began with; 0 when the form does not say."""
        text = str(self.base_revision.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class ReasonForm(FlaskForm):
    reason = StringField(
        _l("Why?"),
        [Length(max=500, message=_l("Use at most 500 characters for the reason."))],
        filters=[one_line],
    )


class RestoreForm(FlaskForm):
    number = IntegerField(
        _l("Revision"), [InputRequired(_l("Choose a revision.")), NumberRange(1, 10**8)]
    )


class IndicatorForm(FlaskForm):
    level = StringField(
        _l("Level"),
        [Length(max=60, message=_l("Use at most 60 characters for the level."))],
        filters=[one_line],
    )
    text = TextAreaField(_l("How it shows"), [DataRequired(_l("Enter how it shows."))])


class GroupingForm(FlaskForm):
    name = name_field(_l("Name of the grouping"))


class PlaceForm(FlaskForm):
    """Where an attribute goes: a grouping, and a place in it from 1."""

    grouping = SelectField(_l("Grouping"), choices=[], default="", validate_choice=True)
    place = IntegerField(
        _l("Place"), [Optional(), NumberRange(1, 10_000, _l("Enter a place from 1."))]
    )


class SettingsForm(FlaskForm):
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Enter a title.")),
            Length(max=200, message=_l("Use at most 200 characters for the title.")),
        ],
        filters=[one_line],
    )
    label = RadioField(_l("What do you call it?"), choices=list(LABEL_WORDS.items()))
    state = RadioField(_l("Where does it stand?"), choices=list(STATE_WORDS.items()))
    language = RadioField(_l("In which language is it written?"), choices=list(LANGUAGES.items()))
    core_statement = TextAreaField(_l("Core statement"))
    purposes = SelectMultipleField(_l("What is it for?"), choices=list(PURPOSE_WORDS.items()))
    context_note = TextAreaField(_l("About this place"))
    usage_rules = TextAreaField(_l("Rules for using it"))
    review_on = DateField(
        _l("Next review"), [Optional()], description=_l("The day you want to look at it again.")
    )
    shares_upward = RadioField(
        _l("What may those you started from see?"),
        choices=list(SHARES_WORDS.items()),
        default=SHARES_EDITIONS,
        validate_choice=False,  # asked only of clones; the service judges what is sent
    )


class PublishForm(FlaskForm):
    notes = TextAreaField(_l("What is new?"))


class AdoptionForm(FlaskForm):
    """What a board decided about an edition."""

    edition = SelectField(_l("About which edition?"), choices=[], validate_choice=False)
    body = StringField(_l("Who decided?"), filters=[one_line])
    decided_on = DateField(_l("On which day?"), [Optional()])
    in_favor = IntegerField(_l("In favor"), [Optional()])
    against = IntegerField(_l("Against"), [Optional()])
    abstained = IntegerField(_l("Abstained"), [Optional()])
    review_on = DateField(_l("To be reviewed until"), [Optional()])
    document_url = StringField(_l("Address of the minutes or the resolution"), filters=[one_line])
    note = TextAreaField(_l("Note"))


class ReviewForm(FlaskForm):
    """That a profile was reviewed, or that the day is another one."""

    what = RadioField(
        _l("What happened?"),
        [InputRequired(_l("Choose what happened."))],
        choices=[
            ("reviewed", _l("We reviewed it")),
            ("moved", _l("Not yet, we set a new day")),
        ],
    )
    next_on = DateField(_l("Next review"), [Optional()])
    note = TextAreaField(_l("Note"))
