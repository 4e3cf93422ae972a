"""What a pushed part leaves alone in the browser, and what it may bring."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, render_template
from jinja2 import ChoiceLoader, DictLoader
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from pog import assets
from pog.core.database import db
from pog.profiles.models import Profile
from pog.web.doors import public
from tests.live.conftest import TEMPLATES
from tests.live.streaming import Server

PAGE = """{% extends "layouts/base.html" %}
{% from "shared/live.html" import live %}
{% block main %}<h1>Swaps</h1>{{ live([topic]) }}{% include "test/title.html" %}
<p id="answer"></p>{% endblock %}"""
TITLE = """<div id="region-title" data-announce="The title is {{ profile.title }}.">
<h2>{{ profile.title }}</h2>
<details id="more"><summary>More</summary><p>Inside {{ profile.title }}</p></details>
{% if profile.title != "Fewer" %}<p><a id="link" href="/help">{{ profile.title }}</a></p>{% endif %}
{% if profile.title == "Ours" %}<a id="own" href="/healthz" hx-get="/healthz" hx-target="#answer"
 hx-nonce="{{ csp_nonce() }}">Fetch</a>{% endif %}
{% if profile.title == "Injected" %}<a id="theirs" hx-get="/healthz" hx-trigger="load"
 hx-target="#answer">Fetch</a>{% endif %}
</div>"""


@pytest.fixture
def database(sqlite_file):
    """What a browser does is the same on both databases."""
    sqlite_file.reset()
    return sqlite_file


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    assets.build()
    app = make_app()
    pages = {**TEMPLATES, "test/page.html": PAGE, "test/title.html": TITLE}
    app.jinja_loader = ChoiceLoader([DictLoader(pages), app.jinja_loader])

    @app.get("/test-page/<uuid:profile_id>")
    @public
    def page(profile_id: uuid.UUID) -> str:
        profile = db.session.get_one(Profile, profile_id)
        return render_template("test/page.html", profile=profile, topic=f"profile:{profile_id}")

    return app


@pytest.fixture(params=["stream", "asking"])
def how(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(chromium: Chromium, server: Server, cast, ana_cookie: str, how: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=server.url)
    name, value = ana_cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = context.new_page()
    if how == "asking":
        page.route("**/live/stream**", lambda route: route.abort())
    page.goto(f"/test-page/{cast.profile.id}")
    state = "live" if how == "stream" else "checking"
    expect(page.locator("[data-live]")).to_have_attribute("data-state", state, timeout=8000)
    page.set_default_timeout(7000)
    expect.set_options(timeout=7000)
    yield page
    context.close()
    expect.set_options(timeout=5000)


def test_what_was_opened_stays_open(page, rename):
    page.locator("#more").evaluate("element => { element.open = true; }")
    rename("Other")
    expect(page.locator("#more p")).to_have_text("Inside Other")
    assert page.locator("#more").evaluate("element => element.open")


def test_the_focus_stays_where_it_was_or_on_the_region(page, rename):
    page.locator("#link").focus()
    rename("Other")
    expect(page.locator("h2")).to_have_text("Other")
    expect(page.locator("#link")).to_be_focused()
    rename("Fewer")
    expect(page.locator("h2")).to_have_text("Fewer")
    expect(page.locator("#region-title")).to_be_focused()


def test_our_own_htmx_attributes_work_in_a_pushed_part(page, rename):
    rename("Ours")
    page.locator("#own").click()
    expect(page.locator("#answer")).to_have_text("ok")


def test_htmx_attributes_without_our_nonce_do_not(page, rename):
    rename("Injected")
    expect(page.locator("#theirs")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("#answer")).to_have_text("")


@pytest.mark.parametrize("how", ["stream"])  # the line is the same one
def test_changes_are_summed_up_in_one_polite_line(page, rename, how):
    page.evaluate("""() => {
        window.said = [];
        const line = document.getElementById("status");
        new MutationObserver(() => line.textContent && said.push(line.textContent))
            .observe(line, { childList: true, characterData: true, subtree: true });
    }""")
    rename("One")
    expect(page.locator("#status")).to_have_text("The title is One.")
    for title in ("Two", "Three", "Four"):
        rename(title)
        expect(page.locator("h2")).to_have_text(title)
    assert page.evaluate("said") == ["The title is One."]
    expect(page.locator("#status")).to_have_text("The title is Four.", timeout=14000)
    assert page.evaluate("said") == ["The title is One.", "The title is Four."]
