"""Answers: a whole page, or the part of it that htmx asked for."""

from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from pog.core.errors import Refusal


def wants_part() -> bool:
    """Whether the browser swaps a part into the page it already shows.

    A history restore, a boosted link and a request of type "full" want the page.
    """
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type") != "full"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page(
    template: str,
    *,
    part: str | None = None,
    into: str | None = None,
    status: int = 200,
    **context: Any,
) -> Response:
    """Render the template, or only `part` (swapped into `into`) when htmx asked for it."""
    if status >= 400:
        g.refusals = sentences_in(context)
    if part is None or not wants_part():
        return make_response(render_template(template, **context), status)
    response = make_response(render_template(part, **context), status)
    if into is not None:
        response.headers["HX-Retarget"] = into
        response.headers["HX-Reswap"] = "outerHTML"
    response.headers["Vary"] = "HX-Request"
    return response


def sentences_in(context: dict[str, Any]) -> list[str]:
    """What a page that refuses says, for those who get no page (web/once.py)."""
    said: list[str] = []
    for name, value in context.items():
        if isinstance(value, Refusal) or (name == "problem" and value):
            said.append(str(value))
        elif isinstance(value, FlaskForm):
            said += [str(error) for error in value.form_errors]
            said += [str(error) for field in value for error in field.errors]
    return said


def go_to(url: str) -> BaseResponse:
    """After a change: on to a page, so that reloading does not repeat the change."""
    if wants_part():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def notice(text: Any, kind: str = "success") -> None:
    """A sentence for the top of the next page. Kinds: success, info, warning, error."""
    flash(str(text), kind)


def explain(form: FlaskForm, refusal: Refusal) -> None:
    """Show a refusal beside the box it is about, or on top of the form."""
    field = getattr(form, refusal.field, None) if refusal.field else None
    if field is None:
        form.form_errors.append(str(refusal))
    else:
        field.errors = [*field.errors, str(refusal)]


def own_path(target: str | None) -> str | None:
    """A path on this site to go back to, or None: never an address elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    # Browsers and servers drop tabs and the like, which makes "/<tab>/" the "//" of an address.
    if any(c == "\\" or c.isspace() or not c.isprintable() for c in target):
        return None
    return target
