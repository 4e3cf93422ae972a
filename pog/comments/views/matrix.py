"""The response matrix and one's own input."""

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from openpyxl import Workbook

from pog.comments import matrix as reading
from pog.comments.my_input import lines_about
from pog.comments.own import own_comments, seats_of
from pog.comments.permissions import MODERATE_COMMENTS, VIEW_MATRIX
from pog.comments.responses import HEAD, WIDTHS, rows_of
from pog.comments.views.blueprint import blueprint
from pog.core.clock import now
from pog.core.sheets import Value, add_sheet, harmless, written
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import actor, needs, public
from pog.web.pages import page
from pog.web.urls import absolute


@blueprint.get("/profiles/<uuid:profile_id>/comments/matrix")
@needs(VIEW_MATRIX, else_hidden_without=VIEW_PROFILE)
def matrix(profile: Profile) -> ResponseReturnValue:
    return page(
        "comments/matrix.html",
        profile=profile,
        found=reading.matrix(profile.id, page=request.args.get("page", 1, type=int)),
        numbers=reading.answer_numbers(profile.id),
        may_moderate=MODERATE_COMMENTS.allows(actor(), profile),
    )


@blueprint.get("/profiles/<uuid:profile_id>/comments/matrix.csv")
@needs(VIEW_MATRIX, else_hidden_without=VIEW_PROFILE)
def matrix_csv(profile: Profile) -> ResponseReturnValue:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row in rows(profile):
        writer.writerow([harmless(value) for value in row])
    # The mark at the beginning is how spreadsheets know that it is UTF-8.
    return saved("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", profile, "csv")


@blueprint.get("/profiles/<uuid:profile_id>/comments/matrix.xlsx")
@needs(VIEW_MATRIX, else_hidden_without=VIEW_PROFILE)
def matrix_xlsx(profile: Profile) -> ResponseReturnValue:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    add_sheet(book, "Comments", HEAD, rows(profile), WIDTHS)
    content = written(book, now(), title=profile.title, creator=profile.organization.name)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return saved(content, kind, profile, "xlsx")


def rows(profile: Profile) -> Iterator[Sequence[Value]]:
    cards = reading.whole_matrix(profile.id)
    addresses = [absolute("comments.show", comment_id=card.comment.id) for card in cards]
    return rows_of(cards, addresses)


def saved(content: str | bytes, kind: str, profile: Profile, ending: str) -> Response:
    """Always saved, never shown: a file of ours must not act as a page of this site."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    name = f"{profile.slug}-comments.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/my-input")
@public  # shows only what this browser or account wrote itself
def mine() -> ResponseReturnValue:
    seats = seats_of(actor())
    return page(
        "comments/mine.html",
        seats=seats,
        own=own_comments(actor(), seats),
        lines=lines_about([seat.id for seat in seats]),
    )
