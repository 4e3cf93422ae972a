"""Shared texts by plain requests, where sockets are blocked; and keeping a version."""

import base64
import binascii
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from pog.coediting import messages
from pog.coediting.carets import carets_here, writing_here
from pog.coediting.documents import Document
from pog.coediting.forms import KeepForm
from pog.coediting.judging import Refused
from pog.coediting.messages import Malformed
from pog.coediting.models import UPDATE_LIMIT
from pog.coediting.people import Typist, typist_at
from pog.coediting.services import TextUnreadable, add_update, keep_version, read_or_imagine
from pog.coediting.wording import STATUS
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute
from pog.profiles.permissions import EDIT_ATTRIBUTE, VIEW_ATTRIBUTE
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page

blueprint = Blueprint("coediting", __name__)
NEWEST = "X-Pog-Text"


@blueprint.app_context_processor
def hints() -> dict[str, Any]:
    """For the page of an attribute."""
    return {"writing_here": writing_here}


def whoever_asks(attribute: Attribute) -> Typist:
    found = typist_at(actor(), attribute.id)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def refusal(typist: Typist, code: str) -> Response:
    answer = jsonify({"code": code, "sentence": typist.sentences[code]})
    answer.status_code = STATUS[code]
    return answer


@blueprint.get("/attributes/<uuid:attribute_id>/text")
@needs(VIEW_ATTRIBUTE)
def read(attribute: Attribute) -> ResponseReturnValue:
    """What the asker's copy lacks, who else is here, and what they may do; 204 when all is known.

    Nothing is stored: a text nobody opened before is shown as it will begin.
    """
    typist = whoever_asks(attribute)
    if typist.is_dropped:
        return refusal(typist, "gone")
    try:
        number, updates = read_or_imagine(attribute)
        if request.args.get("since") == str(number):
            response = make_response("", 204)
        else:
            body = news(typist, Document(updates))
            response = make_response(body)
            response.headers["Content-Type"] = "application/octet-stream"
    except (Malformed, TextUnreadable):
        return refusal(typist, "busy")
    response.headers[NEWEST] = str(number)
    response.headers["Cache-Control"] = "no-store"
    return response


def news(typist: Typist, document: Document) -> bytes:
    """The messages a socket would bring, each after its length."""
    found = [messages.sync(messages.STEP2, document.since(state_asked_from()))]
    found += [messages.awareness(carets) for carets in carets_here(typist.attribute_id)]
    hello = typist.hello(editable=typist.may_type, revision=typist.revision)
    found.append(messages.spoken(messages.HELLO, hello))
    return b"".join(map(messages.sized, found))


def state_asked_from() -> bytes:
    """The asker's state vector; the empty one when none was sent."""
    text = request.args.get("state", "")
    try:
        state = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) or b"\x00"
        messages_known = messages.Reader(state)
        for _one in range(messages_known.number()):
            messages_known.number(), messages_known.number()
    except (binascii.Error, ValueError, Malformed):
        return b"\x00"
    return state


@blueprint.post("/attributes/<uuid:attribute_id>/text")
@needs(VIEW_ATTRIBUTE)  # typing asks for more, and answers with a code
def write(attribute: Attribute) -> ResponseReturnValue:
    """Store one update; the answer comes when it is stored."""
    typist = whoever_asks(attribute)
    if typist.is_dropped:
        return refusal(typist, "gone")
    if not typist.may_type:
        return refusal(typist, "closed" if typist.takes_part else "forbidden")
    if (request.content_length or 0) > UPDATE_LIMIT:
        return refusal(typist, "too-big")
    try:
        number = add_update(attribute, request.get_data(cache=False), typist.author)
    except Refused as refused:
        return refusal(typist, refused.code)
    except TextUnreadable:
        return refusal(typist, "busy")
    return jsonify({"number": number})


@blueprint.post("/attributes/<uuid:attribute_id>/keep")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def keep(attribute: Attribute) -> ResponseReturnValue:
    """Mark this state in the history: the words as all see them, with a name and a reason."""
    form, status = KeepForm(), 422
    try:
        if form.validate():
            revision = keep_version(
                attribute,
                name=form.new_name,
                reason=form.reason.data or "",
                author=author_of(actor(), attribute.profile),
            )
            if revision is None:
                notice(_("This version is kept already: nothing was changed since."))
            else:
                notice(_("Kept as revision %(number)s.", number=revision.number))
            return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
    except Refusal as refused:
        explain(form, refused)
        status = 409 if isinstance(refused, Conflict) else refused.status
    return page("coediting/keep.html", status=status, attribute=attribute, form=form)
