"""Two browsers in one sentence, one of them without a network for a whole minute.

    .venv/bin/python tests/bench/offline_minute.py
    .venv/bin/python tests/bench/offline_minute.py --seconds 10

Both type all the while. The floor is how long the same two take to show the same while both are
connected. Nothing may be lost or doubled, and the database must say what both browsers show.
"""

# ruff: noqa: T201 - it prints what it measured

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from pog.core.database import db  # noqa: E402
from pog.profiles.models import Attribute  # noqa: E402
from tests.bench.coediting import program, wait_for  # noqa: E402
from tests.bench.site import BenchSite  # noqa: E402
from tests.browser.proxies import Cable  # noqa: E402
from tests.browser.writers import box, expect_saving, expect_way, put_caret  # noqa: E402
from tests.services import free_port  # noqa: E402

PATIENCE = 60.0


def type_by_turns(pages: dict[str, Page], seconds: float, typed: list[str]) -> None:
    """A word each in turn: the first one writes on from the beginning, the second at the end."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, page in pages.items():
            word = f"{name}{len(typed)}"
            page.keyboard.type(f"{word} " if name == "a" else f" {word}")
            typed.append(word)
        pages["a"].wait_for_timeout(400)


def until_equal(pages: dict[str, Page], typed: list[str]) -> float:
    """Seconds until both show the same, with every word once."""
    began = time.monotonic()
    shown: list[list[str]] = []
    while time.monotonic() < began + PATIENCE:
        shown = [box(page).input_value().split() for page in pages.values()]
        if shown[0] == shown[1] and all(shown[0].count(word) == 1 for word in typed):
            return time.monotonic() - began
        pages["a"].wait_for_timeout(20)
    raise SystemExit(f"NOT AS IT SHOULD BE: the two show\n  {shown}\nafter typing\n  {typed}")


def stored(site: BenchSite, text: str) -> bool:
    """Whether readers get the same within moments."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with site.app.app_context():
            found = str(db.session.get_one(Attribute, site.attributes[0]).statement)
        if found.split() == text.split():
            return True
        time.sleep(0.2)
    return False


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="without a network")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="pog-offline-"))
        site = BenchSite({"POG_DATA": data}, texts=1, seats=2)
        port = free_port()
        stack.enter_context(program(site.command, **site.environment, POG_PORT=str(port)))
        wait_for(port, "/healthz", 90)
        cable = Cable(f"http://127.0.0.1:{port}")
        cable.start()
        stack.callback(cable.stop)
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        stack.callback(chromium.close)
        pages = {}
        addresses = {"a": f"http://127.0.0.1:{port}", "b": cable.url}
        for (name, url), seat in zip(addresses.items(), ("seat 0", "seat 1"), strict=True):
            context = chromium.new_context(base_url=url)
            cookie = site.cookies[seat].partition("=")[2]
            context.add_cookies([{"name": "session", "value": cookie, "url": url}])
            pages[name] = context.new_page()
            pages[name].goto(f"/attributes/{site.attributes[0]}/edit")
            expect_way(pages[name], "live", seconds=30)
        put_caret(pages["a"], 0)
        put_caret(pages["b"], len(box(pages["b"]).input_value()))

        typed: list[str] = []
        type_by_turns(pages, 3, typed)
        floor = until_equal(pages, typed)
        print(f"  both connected: the same after {floor * 1000:.0f} ms (floor)")

        cable.turn_bad()
        type_by_turns(pages, given.seconds, typed)
        expect_saving(pages["b"], "kept", seconds=30)
        cable.turn_good()
        back = until_equal(pages, typed)
        for page in pages.values():
            expect_saving(page, "saved", seconds=30)
        fine = stored(site, box(pages["a"]).input_value())
        print(f"  {len(typed)} words typed, {given.seconds:g} s without a network for one of two")
        print(f"  after the network is back: the same after {back * 1000:.0f} ms")
        print(f"  back / connected: {back / max(floor, 0.02):.1f}")
        print(f"  lost 0, doubled 0, the database {'says the same' if fine else 'DIFFERS'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
