"""Every page that links lead to in the worked example: as Ana, a guest and the public."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select

from pog.accounts.models import Person
from pog.ballots.models import Ballot
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.profiles.publishing import publish_edition
from pog.suggestions.models import Suggestion
from tests.browser.checks import expect_no_sideways_scroll, violations
from tests.browser.guests import Guest

MOST_OF_A_KIND = 3
"""Pages with the same template differ little; the first few of them are enough."""


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.language = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a" and given.get("href"):
            self.found.append(given["href"])


@pytest.fixture
def site(example_site):
    return example_site


def kind_of(path):
    """The address without what names one thing among many."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", urlsplit(path).path)
    return re.sub(r"^/(library|p)/(?!compare)[^/]+", r"/\1/*", path)


def crawl(guest, starts, language):
    """Follow every link from there; the pages by their address, and what did not answer."""
    seen, wrong, waiting, counted = {}, [], list(starts), {}
    while waiting:
        path = waiting.pop()
        kind = kind_of(path)
        if path in seen or counted.get(kind, 0) >= MOST_OF_A_KIND:
            continue
        counted[kind] = counted.get(kind, 0) + 1
        answer = guest.get(path)
        seen[path] = answer.status
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
        if "</html>" not in answer.text:
            continue
        page = Links(answer.text)
        if page.language != language:
            wrong.append(f"{path} is in {page.language}")
        for link in page.found:
            address = urlsplit(urljoin(answer.url, link))
            if f"{address.scheme}://{address.netloc}" == guest.site:
                waiting.append(address.path + (f"?{address.query}" if address.query else ""))
    return seen, wrong


@pytest.fixture
def convening(site):
    with site.app.app_context():
        return db.session.scalar(select(Convening))


@pytest.fixture
def guests(site, convening):
    """Ana, somebody with a seat, and nobody."""
    with site.app.app_context():
        person = db.session.scalar(select(Person))
    ana, ben, nobody = (Guest(site.url) for _ in range(3))
    ana.take_cookie(site.take_cookie(site.app.test_client(), person))
    ben.join(convening.join_code)
    return {"ana": ana, "ben": ben, "nobody": nobody}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_link_leads_to_a_page_in_ones_language(guests, convening, language):
    starts = {
        "ana": ["/", f"/convenings/{convening.id}/desk", f"/convenings/{convening.id}/projector"],
        "ben": ["/", f"/convenings/{convening.id}"],
        "nobody": ["/", "/library", "/frameworks"],
    }
    problems = []
    for who, guest in guests.items():
        guest.send(guest.get("/").form("/language"), language=language)
        pages, wrong = crawl(guest, starts[who], language)
        print(f"{who}: {len(pages)} pages of {len({kind_of(path) for path in pages})} kinds")  # noqa: T201 - a figure to report
        problems += [f"{who}: {problem}" for problem in wrong]
    assert not problems, "\n".join(problems)
    assert len(pages) > 10


@pytest.mark.parametrize(
    ("screen", "options"),
    [
        ("phone", {}),
        ("phone", {"color_scheme": "dark", "locale": "es-US"}),
        ("zoomed", {"locale": "es-US"}),
        ("laptop", {"color_scheme": "dark"}),
        ("projector", {}),
    ],
    ids=["phone", "phone, dark, Spanish", "zoomed, Spanish", "laptop, dark", "projector"],
)
def test_pages_of_the_room_on_every_screen(site, person, convening, screen, options):
    with site.app.app_context():
        ana = db.session.scalar(select(Person))
        ballots = list(db.session.scalars(select(Ballot.id)))
    page = site.sign_in(person(screen, **options), ana)
    room, profile = f"/convenings/{convening.id}", f"/profiles/{convening.profile_id}"
    paths = [room, f"{room}/desk", f"{room}/projector", profile, f"{profile}/coverage"]
    paths += [f"{profile}/comments", f"{profile}/comments/matrix", f"{profile}/export"]
    paths += [f"/ballots/{ballot}{part}" for ballot in ballots for part in ("", "/projector")]
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path}: {violation}" for violation in violations(page)]
        if screen in ("phone", "zoomed"):
            expect_no_sideways_scroll(page)
    assert not found, "\n".join(found)


def test_a_published_edition_is_readable_by_everybody(site, person, convening):
    with site.app.app_context(), unit_of_work():
        profile = db.session.get(Profile, convening.profile_id)
        publish_edition(profile, author=Author(name="Ana Delgado"))
        slug = profile.slug
    page = person("phone", color_scheme="dark")
    for path in (f"/p/{slug}", f"/p/{slug}/editions/1", f"/p/{slug}/editions/1/print"):
        page.goto(path)
        assert violations(page) == []
        expect_no_sideways_scroll(page)


def test_a_visitor_sees_each_way_of_deciding(site, guests, convening):
    """Suggestions in every state, a hidden comment, rounds of a ranking, a secret vote's list."""
    ben, profile = guests["ben"], f"/profiles/{convening.profile_id}"
    with site.app.app_context():
        states = set(db.session.scalars(select(Suggestion.state)))
        secret = db.session.scalar(select(Ballot.id).filter_by(secret=True))
        ranking = db.session.scalar(select(Ballot.id).filter_by(method="irv"))
    assert states == {"open", "accepted", "partly", "declined"}
    suggested = ben.get(f"{profile}/suggestions").sentence
    assert "for at least a week" in suggested
    comments = (
        ben.get(f"{profile}/comments").sentence + ben.get(f"{profile}/comments?page=2").sentence
    )
    assert "It speaks about one person in the room." in comments
    assert "foreman" not in comments
    assert "Round by round" in ben.get(f"/ballots/{ranking}").text
    votes = ben.get(f"/ballots/{secret}/votes")
    assert "24 votes, without names" in votes.text
    assert "Kind Falcon" not in votes.text
    assert "Secret vote" in ben.get(f"/ballots/{secret}").text
