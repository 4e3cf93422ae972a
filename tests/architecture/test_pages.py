"""What is true of every page as it is sent: ids, links, forms, language, no inline code."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from tests.architecture.world import address_of, make_world, routes

pytestmark = pytest.mark.usefixtures("causes")

CONTROLS = {"input", "textarea", "select"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.forms, self.inline = [], [], [], []
        self.controls, self.labels, self.headings = [], set(), []
        self.language = None
        self.open_labels = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append((given.get("method", "get").upper(), given.get("action")))
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if tag == "style" or (tag == "script" and "src" not in given and not given.get("type")):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name[:2] == "on"]
        if tag == "label":
            self.open_labels += 1
            self.labels.add(given.get("for"))
        if tag in CONTROLS and given.get("type") not in UNLABELLED:
            named = self.open_labels or "aria-label" in given or "aria-labelledby" in given
            self.controls.append((given.get("id"), bool(named), given.get("name")))

    def handle_endtag(self, tag):
        if tag == "label":
            self.open_labels -= 1


@pytest.fixture
def pages(app, work, as_person):
    """Every HTML page of the product, as Ana, Ben and nobody see it."""
    with work():
        cast, values = make_world()
    found = {}
    browsers = {"ana": as_person(cast.ana), "ben": as_person(cast.ben), "": app.test_client()}
    for who, browser in browsers.items():
        for rule, _view in routes(app, "GET"):
            answer = browser.get(address_of(app, rule, values))
            if answer.mimetype == "text/html" and answer.status_code < 500 and answer.data:
                found[f"{rule.rule} {who}".strip()] = Page(answer.text)
    return found


def collect(pages, problems_of):
    found = [f"{name}: {problem}" for name, page in pages.items() for problem in problems_of(page)]
    assert not found, "\n".join(sorted(set(found)))


def test_ids_are_unique(pages):
    collect(pages, lambda page: {i for i in page.ids if page.ids.count(i) > 1})


def test_nothing_is_inline(pages):
    collect(pages, lambda page: page.inline)


def test_pages_say_their_language(pages):
    collect(pages, lambda page: [] if page.language else ["no lang on <html>"])


def test_each_page_has_one_first_heading_and_skips_no_level(pages):
    def problems(page):
        if page.headings.count(1) != 1:
            yield f"{page.headings.count(1)} first headings"
        for before, after in zip([1, *page.headings], page.headings, strict=False):
            if after > before + 1:
                yield f"<h{after}> after <h{before}>"

    collect(pages, problems)


def test_every_box_has_a_label(pages):
    def problems(page):
        for identity, named, name in page.controls:
            if not named and (identity is None or identity not in page.labels):
                yield f"the box {name!r} has no label"

    collect(pages, problems)


def test_every_link_and_form_leads_somewhere(app, pages):
    """A control that leads nowhere is worse than none."""
    addresses = app.url_map.bind("localhost")

    def leads(target, method):
        parts = urlsplit(target or "")
        if parts.scheme or parts.netloc or not parts.path:
            return True
        # /live is answered beside Flask.
        if parts.path.startswith("/live/"):
            return True
        try:
            addresses.match(parts.path, method=method)
        except RequestRedirect:
            return True
        except (HTTPException, MethodNotAllowed):
            return False
        return True

    def problems(page):
        yield from (f"link to {link}" for link in page.links if not leads(link, "GET"))
        for method, action in page.forms:
            if action is None and method == "POST":
                yield "a form without action"
            elif not leads(action, method):
                yield f"form to {action}"

    collect(pages, problems)
