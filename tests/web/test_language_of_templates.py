"""Templates are compiled once for each language; nobody gets the words of somebody else's."""

import re

import pytest
from jinja2 import ChoiceLoader, DictLoader

TEMPLATES = {
    "outer.html": '{% import "words.html" as words %}{% include "_part.html" %} {{ words.said() }}',
    "_part.html": '{{ _("Sign in") }} {{ _("%(value)s of %(maximum)s", value=1, maximum=2) }}',
    "words.html": '{% macro said() %}{{ _("Library")|upper }}{% endmacro %}',
    "shares.html": '<p title="{{ _("<b>Not in any catalogue</b>, 5 %% of all") }}">',
}


@pytest.fixture
def render(app):
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])

    def render(name, language):
        with app.test_request_context(headers={"Accept-Language": language}):
            return app.jinja_env.get_template(name).render()

    return render


def test_each_language_has_its_own_words(render):
    for _ in range(2):
        assert render("outer.html", "en") == "Sign in 1 of 2 LIBRARY"
        assert render("outer.html", "es") == "Iniciar sesión 1 de 2 BIBLIOTECA"


def test_sentences_are_taken_as_they_are_when_nothing_is_filled_in(render):
    assert render("shares.html", "es") == '<p title="<b>Not in any catalogue</b>, 5 % of all">'


def test_two_readers_take_turns(client):
    for language, word in [("en", "Library"), ("es", "Biblioteca"), ("en", "Library")]:
        page = client.get("/", headers={"Accept-Language": language}).text
        nav = re.search(r"<nav.*?</nav>", page, re.DOTALL)
        assert nav and word in nav[0]


def test_a_read_page_sends_no_new_cookie(cast, as_person):
    """A sign-in lasts from its beginning, so its cookie need not be signed anew for every page."""
    ana = as_person(cast.ana)
    ana.get(f"/profiles/{cast.profile.id}")  # the first form brings the token against forgery
    assert "Set-Cookie" not in ana.get(f"/profiles/{cast.profile.id}").headers
