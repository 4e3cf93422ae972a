"""What people may type about comments."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.comments.answering import REASON_LIMIT
from pog.comments.moderating import HIDE_LIMIT, REPORT_LIMIT
from pog.comments.passages import QUOTE_LIMIT, Quoted
from pog.comments.wording import REPORT_WORDS
from pog.core.i18n import _l
from pog.core.markup import COMMENT_LIMIT, clean_line, clean_text
from pog.profiles.models import Attribute
from pog.profiles.queries import revisions_of
from pog.profiles.wording import CHANGE_WORDS

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


REVISIONS_OFFERED = 30
CONTEXT_TAKEN = 200


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
    quote = StringField(
        _l("Which words is it about?"),
        [Length(max=QUOTE_LIMIT, message=_l("Quote at most 500 characters."))],
        filters=[lambda text: clean_line(text or "")],
    )
    # Only compared with the text, never stored; the space at their edges counts.
    quote_before = HiddenField(filters=[lambda text: (text or "")[-CONTEXT_TAKEN:]])
    quote_after = HiddenField(filters=[lambda text: (text or "")[:CONTEXT_TAKEN]])

    @property
    def quoted(self) -> Quoted | None:
        """The words it is about, with what stands around them on the page."""
        if not self.quote.data:
            return None
        return Quoted(
            quote=str(self.quote.data),
            before=str(self.quote_before.data or ""),
            after=str(self.quote_after.data or ""),
        )


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
        """The newest first, each with what it did; the oldest of a long history are left out."""
        newest = revisions_of(attribute, limit=REVISIONS_OFFERED) if attribute is not None else []
        self.revision.choices = [
            ("", _l("None, or not yet")),
            *(
                (
                    str(one.number),
                    _l(
                        "Revision %(number)s: %(change)s by %(author)s",
                        number=one.number,
                        change=CHANGE_WORDS.get(one.change, one.change),
                        author=one.author_name,
                    ),
                )
                for one in newest
            ),
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
            Length(max=HIDE_LIMIT, message=_l("Use at most 200 characters for the reason.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )


class ManyForm(FlaskForm):
    """One answer for the comments that are ticked beside it."""

    answer = RadioField(
        _l("Answer"), [InputRequired(_l("Choose an answer."))], choices=list(ANSWER_WORDS.items())
    )
    reason = TextAreaField(
        _l("Why"),
        [Length(max=REASON_LIMIT, message=_l("Use at most 1,000 characters for the reason."))],
        filters=[lambda text: clean_text(text or "")],
    )


class ReportForm(FlaskForm):
    reason = RadioField(
        _l("What is wrong with it?"),
        [InputRequired(_l("Choose what is wrong with it."))],
        choices=list(REPORT_WORDS.items()),
    )
    details = TextAreaField(
        _l("Anything else we should know?"),
        [Length(max=REPORT_LIMIT, message=_l("Use at most 500 characters."))],
        filters=[lambda text: clean_text(text or "")],
    )
