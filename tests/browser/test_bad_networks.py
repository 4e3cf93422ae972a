"""The walk of test_walk.py where the network is bad: everything still arrives, and once."""

import re
import time
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from playwright.sync_api import Error, expect
from sqlalchemy import func, select

from pog.ballots.models import Ballot, Vote
from pog.comments.models import Comment
from pog.convenings.models import Convening, Participant
from pog.profiles.models import Attribute, Grouping, Profile
from tests.browser.conftest import PATIENCE
from tests.browser.proxies import DropsEveryFifth, HoldsUntilTheEnd
from tests.browser.walk import deciding, setting_up, taking_home, talking
from tests.browser.walk.hall import Hall

MEANT = (
    "ERR_",
    "htmx:",
    "Failed to fetch",
    "status of 4",
    "status of 5",
    "WebSocket",
    "network error",
)
pytestmark = pytest.mark.long
SLOW_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 // 8,
    "uploadThroughput": 400_000 // 8,
}


class PatientHall(Hall):
    """People who reload a page that did not come."""

    def look_at(self, page):
        """The walk on a good network does; here a stylesheet may be late."""
        self.is_whole(page)

    def ready(self, page, field):
        expect(field).to_be_visible()
        self.is_whole(page)
        return field

    def is_whole(self, page):
        """Nobody begins to write on a page that is about to be loaded again."""
        page.wait_for_load_state()
        while getattr(page, "reloading", 0):
            page.wait_for_timeout(100)

    def go(self, page, path):
        path = path.removeprefix(self.site.url)  # as it stands on the desk
        page.is_going, problems = True, []
        for _ in range(6):
            try:
                page.goto(path)
            except Error as error:
                if not re.search("ERR_|interrupted|Timeout", str(error)):
                    raise
                problems.append(str(error).splitlines()[0])
                page.wait_for_timeout(500)  # until the browser shows its own page of errors
            else:
                page.is_going = False
                self.is_whole(page)
                return
        raise AssertionError(f"{path} did not come: {problems}")

    def types_along(self, page):
        """Without its script the page is an ordinary form, which is not what they came for."""
        for _ in range(3):
            with suppress(AssertionError):
                expect(page.get_by_role("button", name="Keep this version")).to_be_visible(
                    timeout=8000
                )
                return
            reload(page)
        super().types_along(page)

    def is_posted(self, page, words):
        """Who had to reload meanwhile finds it in the list instead of the sentence."""
        told = page.get_by_text("Your comment is stored.")
        expect(told.or_(page.locator("article").get_by_text(words)).first).to_be_visible()

    @contextmanager
    def comes_live(self, page):
        yield
        state = re.compile("live|checking")
        line = page.locator("[data-live]").first
        for _ in range(3):
            try:
                expect(line).to_have_attribute("data-state", state, timeout=8000)
            except AssertionError:
                reload(page)  # without its script, say
        expect(line).to_have_attribute("data-state", state)
        self.is_whole(page)


@pytest.fixture
def on_network(person, site):
    """`on_network(address)("phone")`: a page of somebody new who goes by this address."""

    def at(address):
        def join(screen):
            page = person(screen, allow=MEANT, base_url=address)
            page.on("requestfailed", partial(reload_what_did_not_come, page))
            return page

        return join

    return at


def reload_what_did_not_come(page, request):
    """As people do: the browser's own "no answer" page, or one without its styles."""
    failed = request.failure or ""
    if "ERR_EMPTY_RESPONSE" not in failed and "ERR_CONNECTION" not in failed:
        return
    if getattr(page, "is_going", False):
        return
    is_page = request.is_navigation_request() and request.frame == page.main_frame
    if not is_page and "/static/dist/main" not in request.url:
        return
    page.reloading = getattr(page, "reloading", 0) + 1
    if is_page:
        with suppress(Error):
            page.wait_for_url(is_error_page, wait_until="commit", timeout=3000)
    reload(page)
    page.reloading -= 1


def reload(page):
    """Again while the browser is still busy showing that nothing came, or nothing came again."""
    for _ in range(6):
        with suppress(Error):
            page.reload()
            return
        page.wait_for_timeout(300)


def is_error_page(url):
    return url.startswith("chrome-error")


def hall_of(site, join, **given):
    return PatientHall(
        site,
        ana=join("laptop"),
        ben=join("phone"),
        cleo=join("phone"),
        wall=join("projector"),
        within=PATIENCE,
        followed=PATIENCE,
        **given,
    )


def start_drafting(hall):
    hall.step("Make the words ours")


def walk(hall, make_bad, name):
    """Join, draft, conflict, comment, vote, result, export; what each part took is printed."""
    setting_up.sign_up_and_set_up_a_district(hall)
    setting_up.compare_three_profiles(hall)
    setting_up.clone_south_carolina(hall)
    setting_up.set_up_the_convening(hall)
    setting_up.show_the_code(hall)
    make_bad()
    took = []
    for steps in (
        (setting_up.join_by_phone,),
        (start_drafting, talking.draft_together, talking.decide_a_conflict),
        (talking.comment_while_others_comment,),
        (deciding.fill_the_room, deciding.choose_by_approval),
        (taking_home.align_to_three_sectors, taking_home.export_everything),
    ):
        began = time.monotonic()
        for step in steps:
            step(hall)
        took.append(f"{steps[-1].__name__} {time.monotonic() - began:.1f} s")
    print(f"{name}: {', '.join(took)}")  # noqa: T201 - a figure to report


def nothing_is_doubled(hall):
    counts = {
        model.__name__: hall.one(select(func.count()).select_from(model).where(*which))
        for model, which in (
            (Convening, ()),
            (Participant, (Participant.role == "participant",)),
            (Comment, ()),
            (Ballot, ()),
            (Vote, ()),
        )
    }
    assert counts == {
        "Convening": 1,
        "Participant": 12,
        "Comment": 4,
        "Ballot": 1,
        "Vote": 12,
    }
    for model in (Attribute, Grouping):
        names = hall.all(select(model.name).join(Profile).where(Profile.title == setting_up.OURS))
        assert len(names) == len(set(names)), sorted(names)


@pytest.fixture
def between(site):
    """A proxy between the browsers and the site."""
    started = []

    def put(kind):
        proxy = kind(site.url)
        proxy.start()
        started.append(proxy)
        return proxy

    yield put
    for proxy in started:
        proxy.stop()


def test_where_every_answer_is_held_until_it_ends(site, on_network, between):
    proxy = between(HoldsUntilTheEnd)
    hall = hall_of(site, on_network(proxy.url), streams=False)
    walk(hall, proxy.turn_bad, "held until the end")
    nothing_is_doubled(hall)


def test_where_every_fifth_answer_is_lost(site, on_network, between):
    proxy = between(DropsEveryFifth)
    hall = hall_of(site, on_network(proxy.url))
    walk(hall, proxy.turn_bad, "every fifth lost")
    nothing_is_doubled(hall)
    sent = [line for line in proxy.dropped if line.startswith("POST")]
    print(f"{len(proxy.dropped)} answers lost, {len(sent)} of them to something sent")  # noqa: T201
    assert sent


def test_with_400_kilobits_a_second_and_400_ms_delay(site, on_network):
    hall = hall_of(site, on_network(site.url))

    def slow_down():
        for page in (hall.ana, hall.ben, hall.cleo, hall.wall):
            network = page.context.new_cdp_session(page)
            network.send("Network.emulateNetworkConditions", SLOW_LINE)

    walk(hall, slow_down, "400 kbit/s, 400 ms")
    nothing_is_doubled(hall)
