"""What people type to set up, join and run a convening."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pog.convenings.models import (
    GROUP_NAME_LIMIT,
    LONGEST_MINUTES,
    MOST_ASKED_OF_A_GROUP,
    PLACE_LIMIT,
    PROMPT_LIMIT,
    SMALLEST_GROUP,
    TEXT_LIMIT,
    TITLE_LIMIT,
)
from pog.convenings.phases import PHASES
from pog.convenings.typed import lines, one_line
from pog.core.i18n import LANGUAGES, _l

NO_GROUP = "none"
ROLE_WORDS = {
    "participant": _l("Participant"),
    "scribe": _l("Scribe"),
    "observer": _l("Observer"),
    "facilitator": _l("Facilitator"),
}
ROLE_DETAILS = {
    "participant": _l("Drafts, comments and votes."),
    "scribe": _l("Writes for a table, sorts notes into themes, and votes like everybody."),
    "observer": _l("Reads everything and changes nothing."),
    "facilitator": _l("Runs the convening together with you."),
}
EXPIRY_HOURS = {
    "": _l("until I change it"),
    "1": _l("for 1 more hour"),
    "4": _l("for 4 more hours"),
    "12": _l("for 12 more hours"),
    "0": _l("no longer"),
}


class CodeForm(FlaskForm):
    """Typed by strangers into an address, so it carries no token."""

    class Meta:
        csrf = False

    code = StringField(_l("Code"), filters=[lambda text: (text or "").strip()[:20]])


class SeatForm(FlaskForm):
    group = RadioField(
        _l("Which group do you speak for?"),
        [InputRequired(_l("Choose the group you speak for, or say you would rather not."))],
        choices=[],
    )
    nickname = HiddenField()


class GroupForm(FlaskForm):
    group = RadioField(
        _l("The group that counts for me"), [InputRequired(_l("Choose a group."))], choices=[]
    )
    also = SelectMultipleField(
        _l("I also speak for"),
        choices=[],
        validate_choice=False,
        description=_l("Others see it. Every count has you once, in the group above."),
    )


class ConveningForm(FlaskForm):
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
        description=_l("What is this meeting for, and what happens with its result?"),
    )
    rules = TextAreaField(
        _l("Ground rules"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 2,000 characters for the rules."))],
        filters=[lines],
        description=_l("Everybody sees them on their phone."),
    )
    place = StringField(
        _l("Place"),
        [Length(max=PLACE_LIMIT, message=_l("Use at most 200 characters for the place."))],
        filters=[one_line],
    )
    starts_at = DateTimeLocalField(_l("When it starts"), [Optional()], format="%Y-%m-%dT%H:%M")
    language = RadioField(
        _l("Language of the convening"),
        choices=list(LANGUAGES.items()),
        description=_l("Groups and agenda are written in it. Everybody picks their own language."),
    )


class PresetRow(Form):
    """One suggested group on the page that sets a convening up."""

    chosen = BooleanField()
    name = HiddenField(filters=[one_line])
    seats = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(min=0, max=9999, message=_l("Enter between 0 and 9,999 seats."))],
    )


class SetUpForm(ConveningForm):
    groups = FieldList(FormField(PresetRow), max_entries=40)


class NameAndSeats:
    """What is said about a group."""

    name = StringField(
        _l("Name of the group"),
        [
            InputRequired(_l("Enter a name for the group.")),
            Length(
                max=GROUP_NAME_LIMIT,
                message=_l("Use at most 60 characters for the name of a group."),
            ),
        ],
        filters=[one_line],
    )
    seats = IntegerField(
        _l("Seats to fill"),
        [
            InputRequired(_l("Enter how many seats, 0 if you set no target.")),
            NumberRange(min=0, max=9999, message=_l("Enter between 0 and 9,999 seats.")),
        ],
        default=5,
    )

    students = BooleanField(
        _l("Students are in this group"),
        description=_l("Below ten votes it is then never shown apart."),
    )


class GroupRow(NameAndSeats, Form):
    """One group the convening has."""

    id = HiddenField()


class GroupsForm(FlaskForm):
    rows = FieldList(FormField(GroupRow), max_entries=40)
    smallest = IntegerField(
        _l("Show a group apart from this many votes on"),
        [
            Optional(),
            NumberRange(
                min=SMALLEST_GROUP,
                max=MOST_ASKED_OF_A_GROUP,
                message=_l("Enter between 5 and 100 votes."),
            ),
        ],
        description=_l(
            "Smaller groups are told together as “Other groups”. At least 5; with students, and in "
            "public, at least 10. Once people have joined it can only be raised."
        ),
    )


class NewGroupForm(NameAndSeats, FlaskForm):
    pass


class ActivityForm(FlaskForm):
    kind = RadioField(
        _l("What does the group do?"),
        [InputRequired(_l("Choose what the group does in this step."))],
        choices=[(kind, phase.name) for kind, phase in PHASES.items()],
        default="comment",
    )
    title = StringField(
        _l("Title"),
        [
            InputRequired(_l("Enter a title.")),
            Length(max=TITLE_LIMIT, message=_l("Use at most 120 characters for the title.")),
        ],
        filters=[one_line],
    )
    prompt = TextAreaField(
        _l("Prompt"),
        [Length(max=PROMPT_LIMIT, message=_l("Use at most 500 characters for the prompt."))],
        filters=[lines],
        description=_l("One or two sentences that stand on the wall and on every phone."),
    )
    minutes = IntegerField(
        _l("Minutes"),
        [
            Optional(),
            NumberRange(min=1, max=LONGEST_MINUTES, message=_l("Enter between 1 and 600 minutes.")),
        ],
    )


class ClockForm(FlaskForm):
    minutes = IntegerField(
        _l("Minutes"),
        [
            Optional(),
            NumberRange(min=1, max=LONGEST_MINUTES, message=_l("Enter between 1 and 600 minutes.")),
        ],
    )


class RoleForm(FlaskForm):
    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role."))],
        choices=list(ROLE_WORDS.items()),
    )
    group = SelectField(_l("Group"), choices=[])


class HandOverForm(FlaskForm):
    to = RadioField(
        _l("Who runs the convening from now on?"),
        [InputRequired(_l("Choose who runs it from now on."))],
        choices=[],
    )
    become = RadioField(
        _l("And you?"),
        [InputRequired(_l("Choose what you want to be afterwards."))],
        choices=[
            ("participant", _l("I take part from my seat")),
            ("observer", _l("I look on")),
        ],
        default="participant",
    )


class NameForm(FlaskForm):
    seat = SelectField(
        _l("Somebody with an account"),
        [InputRequired(_l("Choose somebody."))],
        choices=[],
    )


class FacilitatorForm(FlaskForm):
    email = EmailField(
        _l("E-mail address of their account"),
        [
            InputRequired(_l("Enter an e-mail address.")),
            Length(max=254, message=_l("An e-mail address has at most 254 characters.")),
        ],
    )


class CardsForm(FlaskForm):
    count = IntegerField(
        _l("How many cards"),
        [
            InputRequired(_l("Enter how many cards.")),
            NumberRange(min=1, max=500, message=_l("Make between 1 and 500 cards at once.")),
        ],
        default=40,
    )
    group = SelectField(_l("Group"), choices=[], default=NO_GROUP)


class ExpiryForm(FlaskForm):
    hours = SelectField(_l("The code lets people in"), choices=list(EXPIRY_HOURS.items()))


def errors_in_rows(rows: Any) -> list[str]:
    """Every sentence of a form's rows, each once: rows keep theirs inside, away from a summary."""
    found = [str(errors[0]) for row in rows for errors in row.form.errors.values() if errors]
    return list(dict.fromkeys(found))
