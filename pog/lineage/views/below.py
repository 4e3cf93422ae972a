"""What became of a profile in those that were cloned from it: the tree, each attribute, a sheet."""

import csv
import io
from collections.abc import Iterator

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from openpyxl import Workbook

from pog.core.clock import now
from pog.core.i18n import _
from pog.core.sheets import Value, add_sheet, harmless, written
from pog.lineage.descent import Descent, Row, Said, descent_of
from pog.lineage.views.blueprint import blueprint
from pog.lineage.wording import FATE_BADGES, FATE_WORDS
from pog.profiles.lineage import Spans, spans
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE, VIEW_PROFILE
from pog.web.doors import needs
from pog.web.pages import page


@blueprint.get("/profiles/<uuid:profile_id>/below")
@needs(VIEW_PROFILE)
def below(profile: Profile) -> ResponseReturnValue:
    """The tree of clones, and for each attribute how many kept, reworded or dropped it."""
    return page(
        "lineage/below.html",
        profile=profile,
        descent=descent_of(profile),
        fate_words=FATE_WORDS,
        fate_badges=FATE_BADGES,
    )


@blueprint.get("/attributes/<uuid:attribute_id>/below")
@needs(VIEW_ATTRIBUTE)
def attribute_below(attribute: Attribute) -> ResponseReturnValue:
    """One attribute: what each profile below says instead."""
    descent = descent_of(attribute.profile)
    row = descent.row(attribute.id) if descent else None
    everyone = descent.everyone if descent and row else ()
    told = [(one, one.states[attribute.id], one.said_of(attribute.id)) for one in everyone]
    return page(
        "lineage/attribute_below.html",
        profile=attribute.profile,
        attribute=row.attribute if row else attribute,
        is_published=row is not None,
        below=[
            (one, state, words, changes(row, words) if row and words else None)
            for one, state, words in told
        ],
        fate_words=FATE_WORDS,
        fate_badges=FATE_BADGES,
    )


def changes(row: Row, words: Said) -> Spans:
    return spans(row.attribute.statement, words.statement)


@blueprint.get("/profiles/<uuid:profile_id>/below.csv")
@needs(VIEW_PROFILE)
def below_csv(profile: Profile) -> ResponseReturnValue:
    """One row for each attribute in each profile below."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head())
    for row in lines(descent_of(profile)):
        writer.writerow([harmless(value) for value in row])
    # The mark at the beginning is how spreadsheets know that it is UTF-8.
    return sent("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", profile, "csv")


@blueprint.get("/profiles/<uuid:profile_id>/below.xlsx")
@needs(VIEW_PROFILE)
def below_xlsx(profile: Profile) -> ResponseReturnValue:
    """The same as a workbook, with a sheet of numbers by attribute."""
    descent = descent_of(profile)
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(
        book,
        _("By attribute"),
        [_("Grouping"), _("Attribute"), *(str(word) for word in FATE_WORDS.values())],
        [
            [row.grouping or "", row.attribute.name, *(row.numbers[fate] for fate in FATE_WORDS)]
            for row in (descent.rows if descent else ())
        ],
        widths=(24, 36, 10, 12, 10),
    )
    add_sheet(book, _("By profile"), head(), lines(descent), widths=(32, 32, 10, 30, 14, 30, 60))
    content = written(book, now(), title=profile.title, creator="pog")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return sent(content, kind, profile, "xlsx")


def head() -> list[str]:
    return [
        _("Organization"),
        _("Profile"),
        _("Edition"),
        _("Attribute of the source"),
        _("What became of it"),
        _("Name there"),
        _("Statement there"),
    ]


def lines(descent: Descent | None) -> Iterator[list[Value]]:
    for one in descent.everyone if descent else ():
        start: list[Value] = [
            one.profile.organization.name,
            one.profile.title,
            one.edition.number if one.edition else _("Draft"),
        ]
        assert descent is not None  # there is somebody in it
        for row in descent.rows:
            state, words = one.states[row.attribute.id], one.said_of(row.attribute.id)
            yield [
                *start,
                row.attribute.name,
                str(FATE_WORDS[state]),
                words.name if words else "",
                words.statement if words else "",
            ]
        for words in one.added:
            yield [*start, "", _("Added there"), words.name, words.statement]


def sent(content: str | bytes, kind: str, profile: Profile, ending: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{profile.slug}-below.{ending}"'
    return answer
