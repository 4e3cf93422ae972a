"""What people may type about notes."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.core.i18n import _l
from pog.core.markup import clean_line
from pog.notes.models import NOTE_LIMIT, REASON_LIMIT


class NoteForm(FlaskForm):
    text = TextAreaField(
        _l("Your idea"),
        [
            InputRequired(_l("Write your idea first.")),
            Length(
                max=NOTE_LIMIT,
                message=_l("Use at most 300 characters. Put a second idea in a note of its own."),
            ),
        ],
        filters=[lambda text: clean_line(text or "")],
    )


class HideNoteForm(FlaskForm):
    reason = StringField(
        _l("Why is it hidden?"),
        [
            InputRequired(_l("Say why. The writer of the note reads it.")),
            Length(max=REASON_LIMIT, message=_l("Use at most 200 characters for the reason.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
