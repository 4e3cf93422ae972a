"""What a page has to stand that axe alone does not see: zoom, spacing, the keyboard."""

import importlib.resources
from functools import cache
from typing import Any

from playwright.sync_api import Page, Response, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# WCAG 1.4.12; as a constructed sheet, since the policy blocks a <style>.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# Parts that scroll by themselves (a matrix in a focusable region) do not widen the page.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .slice(0, 8)
    .map(e => e.outerHTML.slice(0, 120));
}"""

# Of the element that has the focus: what it is, and whether some point of it is on top.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  const labels = [...(e.labels || [])];
  const boxes = [e, ...labels].flatMap(one => [...one.getClientRects()]);
  const seen = boxes.some(b => points.some(([x, y]) => {
    const top = document.elementFromPoint(b.left + b.width * x, b.top + b.height * y);
    return top && (e === top || e.contains(top) || top.contains(e)
      || labels.some(label => label.contains(top)));
  }));
  if (!e.dataset.stop) e.dataset.stop = String(window.pogStops = (window.pogStops || 0) + 1);
  return {stop: e.dataset.stop, seen, html: e.outerHTML.slice(0, 160)};
}"""


@cache
def axe_source() -> str:
    return (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()


def violations(page: Page) -> list[tuple[str, str, list[Any]]]:
    """What axe finds: rule, impact and the places."""
    page.evaluate(axe_source())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [(v["id"], v["impact"], [n["target"] for n in v["nodes"]]) for v in found["violations"]]


def expect_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, f"{page.url}: {found}"


def expect_no_sideways_scroll(page: Page) -> None:
    """Use on a page of 320 x 256 for reflow (1.4.10), and at any size after `space_text`."""
    too_wide = page.evaluate(TOO_WIDE)
    assert not too_wide, f"{page.url} is wider than its window: {too_wide}"


def space_text(page: Page) -> None:
    """Set the spacing a reader may choose (1.4.12)."""
    page.evaluate(SPACING)


def focus_stops(page: Page, *, most: int = 60) -> list[dict[str, Any]]:
    """Walk the page with Tab and return each stop once."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        for _patience in range(3):
            if stop is None or stop["seen"]:
                break
            # The page scrolls, and what appears on focus is drawn, some frames after the key.
            page.wait_for_timeout(100)
            stop = page.evaluate(FOCUSED)
        if stop is None or any(stop["stop"] == earlier["stop"] for earlier in stops):
            break
        stops.append(stop)
    return stops


def expect_focus_is_seen(page: Page) -> None:
    """No stop may lie under a sticky bar (2.4.11)."""
    stops = focus_stops(page)
    assert stops, f"{page.url}: nothing can be reached with Tab"
    hidden = [stop["html"] for stop in stops if not stop["seen"]]
    assert not hidden, f"{page.url}: out of sight when focused: {hidden}"


def open_live(page: Page, url: str) -> None:
    """Go there and wait until the page says it is live, not for a number of milliseconds."""
    with page.expect_response(is_stream):
        page.goto(url)
    expect(page.locator("[data-live]").first).to_have_attribute("data-state", "live")


def is_stream(response: Response) -> bool:
    return "/live/stream" in response.url and response.ok
