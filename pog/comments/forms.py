"""What people may type about comments."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.comments.services import REASON_LIMIT
from pog.core.i18n import _l
from pog.core.markup import COMMENT_LIMIT, clean_line, clean_text
from pog.profiles.models import Attribute

STANCE_WORDS = {
    "": _l("No stance"),
    "keep": _l("Keep it"),
    "change": _l("Change it"),
    "concern": _l("A concern"),
}
ANSWER_WORDS = {
    "accepted": _l("Accepted"),
    "partly": _l("Partly accepted"),
    "declined": _l("Declined"),
    "later": _l("Kept for later"),
}


class CommentForm(FlaskForm):
    body = TextAreaField(
        _l("Your comment"),
        [
            InputRequired(_l("Write your comment first.")),
            Length(max=COMMENT_LIMIT, message=_l("Use at most 2,000 characters.")),
        ],
        filters=[lambda text: clean_text(text or "")],
    )
    stance = RadioField(_l("What should happen?"), choices=list(STANCE_WORDS.items()), default="")


class ReplyForm(FlaskForm):
    body = TextAreaField(
        _l("Your reply"),
        [
            InputRequired(_l("Write your reply first.")),
            Length(max=COMMENT_LIMIT, message=_l("Use at most 2,000 characters.")),
        ],
        filters=[lambda text: clean_text(text or "")],
    )


class AnswerForm(FlaskForm):
    answer = RadioField(
        _l("Answer"), [InputRequired(_l("Choose an answer."))], choices=list(ANSWER_WORDS.items())
    )
    reason = TextAreaField(
        _l("Why"),
        [Length(max=REASON_LIMIT, message=_l("Use at most 1,000 characters for the reason."))],
        filters=[lambda text: clean_text(text or "")],
    )
    revision = SelectField(_l("Which revision did it?"), choices=[], default="")

    def offer_revisions(self, attribute: Attribute | None) -> None:
        """The newest first; the oldest are left out of a long history."""
        newest = attribute.revision if attribute else 0
        numbers = [str(number) for number in range(newest, max(newest - 30, 0), -1)]
        self.revision.choices = [
            ("", _l("None, or not yet")),
            *((number, _l("Revision %(number)s", number=number)) for number in numbers),
        ]

    @property
    def revision_number(self) -> int | None:
        chosen = str(self.revision.data or "")
        return int(chosen) if chosen.isascii() and chosen.isdigit() else None


class HideForm(FlaskForm):
    reason = StringField(
        _l("Why is it hidden?"),
        [
            InputRequired(_l("Say why. Everybody reads the reason in place of the comment.")),
            Length(max=200, message=_l("Use at most 200 characters for the reason.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
