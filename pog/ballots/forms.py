"""What facilitators type to prepare a ballot, and what voters mark."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.ballots.methods import METHODS
from pog.ballots.methods.fist_to_five import PASS_SHARE, WORD_LIMIT, WORDS
from pog.ballots.models import MOST_OPTIONS, OPTION_LIMIT, QUESTION_LIMIT, Ballot
from pog.ballots.services import Choice
from pog.clusters.models import Cluster
from pog.core.i18n import _l
from pog.core.markup import TEXT_LIMIT, clean_line, clean_text
from pog.profiles.models import Attribute


def line(text: str | None) -> str:
    return clean_line(text or "")


# WTForms shows lazy sentences like any other; its annotations do not know them.
METHOD_CHOICES: list[Any] = [(method.name, method.label) for method in METHODS.values()]


class BallotForm(FlaskForm):
    question = StringField(
        _l("Question"),
        [
            InputRequired(_l("Enter the question.")),
            Length(max=QUESTION_LIMIT, message=_l("Use at most 300 characters for the question.")),
        ],
        filters=[line],
    )
    method = RadioField(
        _l("How do people vote?"),
        [InputRequired(_l("Choose how people vote."))],
        choices=METHOD_CHOICES,
        default="approval",
    )
    attributes = SelectMultipleField(_l("Attributes on the ballot"), choices=[])
    clusters = SelectMultipleField(_l("Themes on the ballot"), choices=[])
    own = TextAreaField(
        _l("Options of your own"),
        [
            Length(
                max=MOST_OPTIONS * (OPTION_LIMIT + 2),
                message=_l("These are too many words. Use at most 60 options."),
            )
        ],
        filters=[lambda text: clean_text(text or "")],
    )
    wording = TextAreaField(
        _l("The exact words people vote on"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[lambda text: clean_text(text or "")],
    )
    limit = StringField(_l("How many options can a person choose?"), filters=[line])
    dots = StringField(_l("How many dots does each person have?"), filters=[line])
    cap = StringField(_l("How many dots may go on one option?"), filters=[line])
    pass_share = StringField(
        _l("How many of 100 have to choose 3 or more?"), filters=[line], default=str(PASS_SHARE)
    )
    word_0 = StringField(_l("0, a fist"), filters=[line], default=lambda: str(WORDS[0]))
    word_1 = StringField(_l("1 finger"), filters=[line], default=lambda: str(WORDS[1]))
    word_2 = StringField(_l("2 fingers"), filters=[line], default=lambda: str(WORDS[2]))
    word_3 = StringField(_l("3 fingers"), filters=[line], default=lambda: str(WORDS[3]))
    word_4 = StringField(_l("4 fingers"), filters=[line], default=lambda: str(WORDS[4]))
    word_5 = StringField(_l("5 fingers"), filters=[line], default=lambda: str(WORDS[5]))
    hidden = BooleanField(
        _l("Keep the result hidden after the close until I show it"), default=True
    )

    def offer(self, attributes: Sequence[Attribute], clusters: Sequence[Cluster]) -> None:
        self.attributes.choices = [(str(one.id), one.name) for one in attributes]
        self.clusters.choices = [(str(one.id), one.name) for one in clusters]

    @property
    def scale(self) -> list[Any]:
        """The six boxes of the scale, from 0 to 5."""
        return [getattr(self, f"word_{value}") for value in range(len(WORDS))]

    @property
    def settings(self) -> dict[str, object]:
        if self.method.data == "approval":
            return {"limit": self.limit.data}
        if self.method.data == "dots":
            return {"dots": self.dots.data, "cap": self.cap.data}
        words = [str(box.data or "")[: WORD_LIMIT + 1] for box in self.scale]
        # All boxes missing or empty: the usual words.
        return {"words": words if any(words) else None, "pass_share": self.pass_share.data}

    def choices(self, attributes: Sequence[Attribute], clusters: Sequence[Cluster]) -> list[Choice]:
        """The chosen attributes and themes in their order, then the lines, each an option."""
        chosen = {*(self.attributes.data or []), *(self.clusters.data or [])}
        lines = str(self.own.data or "").split("\n")
        choices = [Choice(attribute=one) for one in attributes if str(one.id) in chosen]
        choices += [Choice(cluster=one) for one in clusters if str(one.id) in chosen]
        choices += [Choice(name=words) for words in lines if words.strip()]
        if self.wording.data and len(choices) == 1 and choices[0].name:
            return [Choice(name=choices[0].name, wording=self.wording.data)]
        return choices


def as_typed(ballot: Ballot) -> dict[str, Any]:
    """What stands in the form when a draft is changed."""
    settings = ballot.settings
    own = [one for one in ballot.options if one.attribute_id is None and one.cluster_id is None]
    typed: dict[str, Any] = {
        "question": ballot.question,
        "method": ballot.method,
        "attributes": [str(one.attribute_id) for one in ballot.options if one.attribute_id],
        "clusters": [str(one.cluster_id) for one in ballot.options if one.cluster_id],
        "own": "\n".join(option.name for option in own),
        "wording": own[0].wording if len(own) == 1 else "",
        **{
            rule: "" if settings.get(rule) is None else str(settings[rule])
            for rule in ("limit", "dots", "cap")
        },
        "hidden": ballot.hidden,
    }
    if "pass_share" in settings:
        typed["pass_share"] = str(settings["pass_share"])
    for value, word in enumerate(settings.get("words", [])):
        typed[f"word_{value}"] = word
    return typed
