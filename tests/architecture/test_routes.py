"""The table of routes: who may pass, how addresses look, and what every answer carries."""

import re
import uuid

import pytest

from tests.architecture.world import SECRET, address_of, make_world, routes
from tests.browsing import HTMX

pytestmark = pytest.mark.usefixtures("causes")

SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
# Names fixed by others: 1EdTech spells the addresses of CASE.
FOREIGN = ("/ims/",)
# Identified by something else than a UUID, on purpose.
NAMED_OTHERWISE = {"library_entry_id", "entry_id"}
# Without an answer of 200 even for Ana, with the reason.
NOT_FOR_ANA = {
    "/ims/case/<case_version>/<path:rest>": "Says that there is nothing.",
    "/ballots/<uuid:ballot_id>/votes.json": "Only a secret vote that is over has a list.",
}
# A code opens what it names; that is what it is for.
OPENED_BY_A_CODE = {"code"}

HEADERS = {
    "Content-Security-Policy": r"default-src 'none'",
    "X-Content-Type-Options": r"nosniff",
    "Referrer-Policy": r"same-origin|no-referrer|strict-origin",
    "Permissions-Policy": r"camera=\(\)",
    "Cross-Origin-Opener-Policy": r"same-origin",
}


@pytest.fixture
def world(work):
    with work():
        return make_world()


@pytest.fixture
def ana(world, as_person):
    return as_person(world[0].ana)


@pytest.fixture
def cy(world, as_person):
    return as_person(world[0].cy)


def anything(rule):
    """Values of the right kind that name nothing."""
    return {
        name: uuid.uuid4() if "UUID" in type(rule._converters[name]).__name__ else 7
        for name in rule.arguments
    }


def test_every_route_says_who_may_pass(app):
    silent = [
        f"{rule.rule} ({rule.endpoint})"
        for method in ("GET", "POST")
        for rule, view in routes(app, method)
        if not hasattr(view, "passes")
    ]
    assert not silent, "These are closed until they say who may pass:\n" + "\n".join(silent)


def test_reading_is_get_and_changing_is_post(app):
    methods = {
        method
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or ())
        if rule.endpoint != "static"
    }
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}
    both = [
        rule.rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= set(rule.methods or ())
    ]
    assert not both, f"Reading and changing are two routes: {both}"


def test_addresses_are_nouns_in_kebab_case_with_typed_parameters(app):
    odd = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.rule.startswith(FOREIGN):
            continue
        if rule.rule != "/" and rule.rule.endswith("/"):
            odd.append(f"{rule.rule}: ends in a slash")
        for segment in re.sub(r"<[^>]*>", "", rule.rule).split("/"):
            if segment.strip(".-") and not SEGMENT.fullmatch(segment.strip(".-")):
                odd.append(f"{rule.rule}: {segment}")
        for converter, name in re.findall(r"<(?:([a-z]+)(?:\([^)]*\))?:)?(\w+)>", rule.rule):
            if name.endswith("_id") and name not in NAMED_OTHERWISE and converter != "uuid":
                odd.append(f"{rule.rule}: {name} is not a uuid")
    assert not odd, "\n".join(odd)


def test_every_answer_carries_the_security_headers(app, ana, world):
    missing = []
    for rule, _view in routes(app, "GET"):
        for values in (world[1], anything(rule)):
            answer = ana.get(address_of(app, rule, values))
            for name, wanted in HEADERS.items():
                if not re.search(wanted, answer.headers.get(name, "")):
                    missing.append(f"{rule.rule} ({answer.status_code}): {name}")
            policy = answer.headers.get("Content-Security-Policy", "")
            if "unsafe" in policy or "*" in policy:
                missing.append(f"{rule.rule}: {policy}")
            if not answer.headers.get("Cache-Control"):
                missing.append(f"{rule.rule}: Cache-Control")
    assert not missing, "\n".join(missing)


def test_no_page_fails_and_the_right_person_sees_it(app, ana, world, causes):
    wrong = []
    for rule, _view in routes(app, "GET"):
        if rule.rule in NOT_FOR_ANA:
            continue
        address = address_of(app, rule, world[1])
        for headers in ({}, HTMX):
            answer = ana.get(address, headers=headers)
            if answer.status_code not in (200, 204, 302, 303):
                wrong.append(f"{rule.rule}: {answer.status_code} {why(answer, causes)}")
    assert not wrong, "\n".join(wrong)


def why(answer, causes):
    return repr(causes[-1])[:200] if answer.status_code >= 500 and causes else ""


def test_what_is_not_there_is_404_for_everybody(app, ana, client):
    wrong = []
    for rule, view in routes(app, "GET"):
        if "needs" not in getattr(view, "passes", ""):
            continue
        address = address_of(app, rule, anything(rule))
        for who, browser in (("ana", ana), ("nobody", client)):
            if (status := browser.get(address).status_code) != 404:
                wrong.append(f"{rule.rule} for {who}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_from_elsewhere_reads_what_is_private(app, cy, client, world, causes):
    leaks = []
    for rule, _view in routes(app, "GET"):
        if rule.arguments & OPENED_BY_A_CODE:
            continue
        address = address_of(app, rule, world[1])
        for who, browser in (("cy", cy), ("nobody", client)):
            for headers in ({}, HTMX):
                answer = browser.get(address, headers=headers)
                if answer.status_code >= 500:
                    leaks.append(f"{rule.rule} for {who}: {why(answer, causes)}")
                elif SECRET.encode() in answer.data:
                    leaks.append(f"{rule.rule} shows it to {who}")
    assert not leaks, "\n".join(leaks)


def test_nothing_is_changed_without_a_token(app, ana, world):
    wrong = []
    for rule, _view in routes(app, "POST"):
        address = address_of(app, rule, world[1])
        if (status := ana.post(address, csrf=False).status_code) != 400:
            wrong.append(f"{rule.rule}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_changed_from_another_site(app, ana, world):
    wrong = []
    for rule, _view in routes(app, "POST"):
        address = address_of(app, rule, world[1])
        answer = ana.post(address, headers={"Sec-Fetch-Site": "cross-site"})
        if answer.status_code != 403:
            wrong.append(f"{rule.rule}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_nobody_from_elsewhere_changes_anything(app, cy, client, world, work):
    """An empty form from a stranger: refused before it is read, never a failure."""
    wrong = []
    for rule, view in routes(app, "POST"):
        if "needs" not in getattr(view, "passes", ""):
            continue
        address = address_of(app, rule, world[1])
        for who, browser in (("cy", cy), ("nobody", client)):
            status = browser.post(address).status_code
            if status not in (401, 403, 404):
                wrong.append(f"{rule.rule} for {who}: {status}")
    assert not wrong, "\n".join(wrong)


def test_an_empty_form_is_explained_not_a_failure(app, ana, world, causes):
    """Every box may be missing; the answer is a sentence, never 500."""
    wrong = []
    for rule, _view in routes(app, "POST"):
        if rule.endpoint == "accounts.sign_out":
            continue
        address = address_of(app, rule, world[1])
        for headers in ({}, HTMX):
            answer = ana.post(address, headers=headers)
            if answer.status_code >= 500:
                wrong.append(f"{rule.rule}: {why(answer, causes)}")
    assert not wrong, "\n".join(wrong)


def test_no_address_has_two_views(bare_app):
    """Werkzeug takes the first of two equal rules; the other feature's page is never seen."""
    known = {}
    for rule in bare_app.url_map.iter_rules():
        for method in rule.methods or ():
            path = re.sub(r"<(\w+:)?\w+>", "<>", rule.rule)
            known.setdefault((method, path), set()).add(rule.endpoint)
    doubled = {
        key: sorted(views) for key, views in known.items() if len(views) > 1 and key[0] != "OPTIONS"
    }
    assert not doubled
