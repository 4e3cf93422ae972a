"""P18: whatever people type, nothing of it acts: not on a page, not in a file, not in a log."""

import io
import json
import logging

import openpyxl
import pytest

from pog.standards.case.checking import findings
from tests.architecture.world import address_of, make_world, routes
from tests.factories import make_participant
from tests.hostile import (
    COMPUTED,
    FORGED,
    FormReader,
    Writer,
    body_of,
    bundled,
    dangers_in,
)

FORM = "application/x-www-form-urlencoded"
LAST = ("hide", "close", "end", "drop", "remove", "leave", "sign-out", "merge", "finish")
"""Words of addresses whose forms take away what others still need."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def world(app, work, as_person):
    """One of everything, its addresses, and the two who open them: who runs it, and a guest."""
    guest = as_person(None)
    with work():
        cast, values = make_world()
        make_participant(cast.convening, sign_in=guest.sign_in)
    addresses = [address_of(app, rule, values) for rule, _view in routes(app, "GET")]
    addresses = [one for one in addresses if not one.startswith(("/live/", "/static"))]
    return [as_person(cast.ana), guest], addresses


def write_everywhere(people, addresses, rounds=2):
    """Send every form people can reach with hostile words in it; the statuses by shape.

    Says as well which addresses the first of them sees pages at.
    """
    forms, pages = {}, []
    for browser in people:
        for address in addresses:
            answer = browser.get(address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                if browser is people[0] and b"</html>" in answer.data:
                    pages.append(address)
                for form in FormReader(answer.text, address).forms:
                    if form.method == "post" and any(one.is_written for one in form.controls):
                        forms.setdefault(form.shape, (browser, form))
    writer, statuses = Writer(), {}
    ordered = sorted(forms.items(), key=lambda one: any(word in one[0][0] for word in LAST))
    for shape, (browser, form) in ordered:

        def send(action, body, browser=browser):
            return browser.post(action, data=body, content_type=FORM).status_code

        for _round in range(rounds):
            statuses.setdefault(shape, []).extend(writer.write(send, form))
    return statuses, pages


def write_all(people, addresses):
    """Every payload, each in full, where most is written: comments, one after the other."""
    thread = next(one for one in addresses if one.startswith("/attributes/") and "comments" in one)
    for text in bundled():
        body = body_of([("body", text), ("sure", "yes")])
        answer = people[0].post(thread, data=body, content_type=FORM)
        assert answer.status_code == 303, text


# On SQLite the same is written and looked at in tests/browser/test_hostile_text.py.
@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_nothing_that_was_typed_acts(world, caplog):
    people, addresses = world
    with caplog.at_level(logging.INFO):
        write_all(people, addresses)
        statuses, _pages = write_everywhere(people, addresses)
        broken = {shape: found for shape, found in statuses.items() if max(found) >= 500}
        assert not broken
        taken = [shape for shape, found in statuses.items() if min(found) < 400]
        assert len(taken) > 25, "hardly anything was stored, so nothing was tested"
        problems = []
        for browser in people:
            for address in addresses:
                problems += look_at(browser, address)
    assert not problems, "\n".join(problems)
    forged = [one for one in caplog.messages if any(x.startswith(FORGED) for x in one.splitlines())]
    assert not forged


def look_at(browser, address):
    """What is wrong with what this address answers now."""
    answer = browser.get(address)
    if answer.status_code >= 500:
        return [f"{address}: {answer.status_code}"]
    content = answer.get_data()
    if answer.mimetype == "text/html":
        found = dangers_in(answer.text)
        if COMPUTED in answer.text:
            found.append("a template was computed")
        return [f"{address}: {one}" for one in found]
    if answer.mimetype == "application/json" or content[:1] == b"{":
        return problems_of_json(address, content)
    if content[:2] == b"PK":
        return problems_of_workbook(address, content)
    return []


def problems_of_json(address, content):
    said = json.loads(content)
    for part in said.get("parts", said.get("regions", ())) if isinstance(said, dict) else ():
        text = part if isinstance(part, str) else json.dumps(part)
        if found := dangers_in(text):
            return [f"{address}: {found}"]
    if isinstance(said, dict) and "CFDocument" in said:
        return [f"{address}: {one}" for one in findings(said)]
    return []


def problems_of_workbook(address, content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        f"{address}: {sheet.title}!{cell.coordinate} {cell.value!r}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (isinstance(cell.value, str) and cell.value.startswith(FORMULA))
    ]
