"""What people may type about suggestions."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from pog.convenings.models import Convening
from pog.core.i18n import _l
from pog.core.markup import TEXT_LIMIT, clean_line, clean_text
from pog.suggestions.models import REASON_LIMIT, WORDS_LIMIT


def text(typed: str | None) -> str:
    return clean_text(typed or "")


def line(typed: str | None) -> str:
    return clean_line(typed or "")


class ReasonMixin:
    reason = StringField(
        _l("Why?"),
        [Length(max=REASON_LIMIT, message=_l("Use at most 500 characters for the reason."))],
        filters=[line],
    )


class SuggestForm(ReasonMixin, FlaskForm):
    """Other words for a passage."""

    field = HiddenField(default="statement")
    before = HiddenField()
    after = HiddenField()
    start = HiddenField(default="0")
    quote = TextAreaField(
        _l("The words you would replace"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[text],
    )
    wording = TextAreaField(
        _l("Your words"),
        [Length(max=WORDS_LIMIT, message=_l("Use at most 2,000 characters for a suggestion."))],
        filters=[text],
    )

    @property
    def hint(self) -> int:
        """Where the words began when they were chosen."""
        typed = str(self.start.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class WholeTextForm(ReasonMixin, FlaskForm):
    """The whole description; the server finds what was changed."""

    base_statement = HiddenField(filters=[text])
    statement = TextAreaField(
        _l("The whole description, with your changes"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[text],
    )


class RebaseForm(FlaskForm):
    """The same suggestion on the words of today."""

    start = HiddenField(default="0")
    quote = TextAreaField(
        _l("The words of today it would replace"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[text],
    )
    wording = TextAreaField(
        _l("The suggested words"),
        [Length(max=WORDS_LIMIT, message=_l("Use at most 2,000 characters for a suggestion."))],
        filters=[text],
    )

    hint = SuggestForm.hint


class AcceptForm(ReasonMixin, FlaskForm):
    wording = TextAreaField(
        _l("The words that enter the text"),
        [Length(max=WORDS_LIMIT, message=_l("Use at most 2,000 characters for a suggestion."))],
        filters=[text],
    )


class DeclineForm(FlaskForm):
    reason = TextAreaField(
        _l("Why?"),
        [
            InputRequired(_l("Say why, in a sentence. Its author reads it.")),
            Length(max=REASON_LIMIT, message=_l("Use at most 500 characters for the reason.")),
        ],
        filters=[text],
    )
    minority = BooleanField(_l("Keep it in the record as what a minority wanted"))


class HideForm(FlaskForm):
    reason = StringField(
        _l("Why is it hidden?"),
        [
            InputRequired(_l("Say why. Everybody reads the reason in place of the words.")),
            Length(max=200, message=_l("Use at most 200 characters for the reason.")),
        ],
        filters=[line],
    )


class RulesForm(FlaskForm):
    in_open_rounds = BooleanField(_l("People in open rounds can suggest other words"))


class VoteForm(FlaskForm):
    """Which wordings the room is asked about."""

    convening = SelectField(_l("Which convening votes?"), [InputRequired()], choices=[])
    question = StringField(
        _l("Question"),
        [
            InputRequired(_l("Enter the question.")),
            Length(max=300, message=_l("Use at most 300 characters for the question.")),
        ],
        filters=[line],
    )
    method = RadioField(
        _l("How do people vote?"),
        choices=[
            ("approval", _l("Everybody chooses all the wordings they agree with")),
            ("fist_to_five", _l("Everybody says for each wording how well they can live with it")),
        ],
        default="approval",
    )
    chosen = SelectMultipleField(_l("Suggestions on the ballot"), choices=[])

    def offer(self, rooms: Sequence[Convening], suggestions: Sequence[tuple[str, str]]) -> None:
        self.convening.choices = [(str(room.id), room.title) for room in rooms]
        self.chosen.choices = list(suggestions)
