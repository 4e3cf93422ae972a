"""Indicators: how an attribute shows at a level; changing them is a revision of the attribute."""

from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line
from pog.profiles.arranging import refuse_dropped
from pog.profiles.authors import Author
from pog.profiles.models import INDICATOR_LIMIT, LEVEL_LIMIT, Attribute, Indicator
from pog.profiles.recording import clean_short, hold, record


def add_indicator(attribute: Attribute, *, level: str = "", text: str, author: Author) -> Indicator:
    """Append an indicator to an attribute."""
    hold(attribute.profile, attribute)
    refuse_dropped(attribute)
    indicator = Indicator(
        level=clean_level(level), text=clean_indicator(text), position=len(attribute.indicators)
    )
    attribute.indicators.append(indicator)
    record(attribute, "indicators", author)
    return indicator


def edit_indicator(indicator: Indicator, *, level: str, text: str, author: Author) -> None:
    attribute = indicator.attribute
    hold(attribute.profile, attribute)
    refuse_dropped(attribute)
    level, text = clean_level(level), clean_indicator(text)
    if (level, text) == (indicator.level, indicator.text):
        return
    indicator.level, indicator.text = level, text
    record(attribute, "indicators", author)


def remove_indicator(indicator: Indicator, *, author: Author) -> None:
    """Take an indicator away; the attribute's history keeps it."""
    attribute = indicator.attribute
    hold(attribute.profile, attribute)
    refuse_dropped(attribute)
    attribute.indicators.remove(indicator)
    db.session.flush()
    record(attribute, "indicators", author)


def clean_level(text: str) -> str:
    return clean_short(clean_line(text), field="level", limit=LEVEL_LIMIT)


def clean_indicator(text: str) -> str:
    cleaned = clean_short(text, field="text", limit=INDICATOR_LIMIT)
    if not cleaned:
        raise Refusal(_("Enter how it shows."), field="text")
    return cleaned
