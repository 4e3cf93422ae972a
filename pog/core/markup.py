"""Markdown people typed, turned into safe HTML or plain text in bounded time."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote

import nh3
from markdown import Markdown

from pog.core.errors import Refusal, TooLarge
from pog.core.i18n import _

COMMENT_LIMIT: Final = 2_000
TEXT_LIMIT: Final = 8_000
BRACKET_LIMIT: Final = 200
# Each “[” makes Python-Markdown read the rest of the text once more, in Python.
BRACKET_TIMES_LENGTH_LIMIT: Final = 800_000
BACKSLASH_LIMIT: Final = 400
EMPHASIS_LIMIT: Final = 1_000
LINE_LIMIT: Final = 1_000
NESTING_LIMIT: Final = 12

TAGS: Final = frozenset(
    "p br strong em ul ol li a blockquote h3 h4 code pre table thead tbody tr th td".split()
)
SCHEMES: Final = frozenset({"http", "https", "mailto"})
LINK_REL: Final = "noopener noreferrer nofollow ugc"

# Parts of Python-Markdown nobody needs here and that cost time or let typed HTML through:
# what looks like HTML is shown as typed, pictures become links, links are written where they stand.
_NOT_WANTED_INLINE = (
    "html",
    "image_link",
    "image_reference",
    "short_image_ref",
    "reference",
    "short_reference",
)
_HEADING = re.compile(r"<(/?)h([1256])>")

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Overrides and isolates can make words read as others than were stored (CVE-2021-42574);
# the plain marks U+200E, U+200F and U+061C stay, right-to-left writing needs them.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# No characters at all; files made of XML, such as workbooks, cannot hold them.
_NOT_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_DIGIT = re.compile(r"\d")
_MARKERS = re.compile(r"[ \t]*(?:>|[-*+](?=[ \t])|\d+[.)](?=[ \t]))")


def clean_text(text: str) -> str:
    """Normalise typed text of several lines: NFC, one kind of line end, nothing invisible."""
    text = _LINE_ENDS.sub("\n", text)
    text = _NOT_CHARACTERS.sub("", _OVERRIDES.sub("", _CONTROLS.sub("", text)))
    # Lone surrogates cannot be stored as UTF-8.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """Normalise typed text of one line: as `clean_text`, with all runs of space made one."""
    return " ".join(clean_text(text).split())


def render_markdown(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return safe HTML for typed Markdown; refuse what would take too long."""
    text = clean_text(text)
    refuse_unbounded(text, limit)
    return _sanitise(_converter().convert(text))


def plain_text(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return what typed Markdown says, without its marks, for previews and exports."""
    return text_of(render_markdown(text, limit=limit))


def text_of(stored: str) -> str:
    """Return what stored HTML of ours says; ten times as fast as reading its Markdown again."""
    reader = _PlainReader()
    reader.feed(stored)
    reader.close()
    return reader.text()


def refuse_unbounded(text: str, limit: int) -> None:
    """Refuse texts whose rendering is not known to be quick."""
    # Found by a random search over repeated and combined marks at 8,000 characters, in CPU
    # seconds on one core with Markdown 3.11. As it comes: “[” 5.9, “![” 2.8, “<![CDATA[” 1.3,
    # “[a][” 1.3. Without raw HTML, pictures and references: “[” 2.0, “***# _y” before “**” 0.55,
    # backslash-bar after 200 “[” 0.63, tabs after 200 “[” 0.36, “-” lines 0.29, “1. 1. 1. …” a
    # RecursionError. Within the limits below the worst of 2,600 texts took 0.11.
    # Python-Markdown turns a tab into up to four spaces before anything else.
    length = len(text.expandtabs(4))
    if length > limit:
        raise TooLarge(
            _(
                "This text has %(length)s characters. Shorten it to %(limit)s at most.",
                length=length,
                limit=limit,
            )
        )
    brackets = min(BRACKET_LIMIT, BRACKET_TIMES_LENGTH_LIMIT // max(length, 1))
    if text.count("[") > brackets:
        raise Refusal(
            _(
                "This text has too many opening brackets “[”. Use %(limit)s at most.",
                limit=brackets,
            )
        )
    if text.count("\\") > BACKSLASH_LIMIT:
        raise Refusal(
            _(
                "This text has too many backslashes. Use %(limit)s at most.",
                limit=BACKSLASH_LIMIT,
            )
        )
    if text.count("*") + text.count("_") > EMPHASIS_LIMIT:
        raise Refusal(
            _(
                "This text has too many stars and underscores. Use %(limit)s at most.",
                limit=EMPHASIS_LIMIT,
            )
        )
    if text.count("\n") >= LINE_LIMIT:
        raise Refusal(_("This text has too many lines. Use %(limit)s at most.", limit=LINE_LIMIT))
    if any(_nesting(line) > NESTING_LIMIT for line in text.split("\n")):
        raise Refusal(
            _(
                "Quotes and lists are nested too deeply. Use %(limit)s levels at most.",
                limit=NESTING_LIMIT,
            )
        )


def _nesting(line: str) -> int:
    """Count quote and list markers that open a line, one inside the other."""
    depth = position = 0
    while found := _MARKERS.match(line, position):
        position = found.end()
        depth += 1
    return depth


def _converter() -> Markdown:
    # A converter keeps state while it works, so threads do not share one.
    converter = Markdown(extensions=["tables", "sane_lists", "nl2br"])
    converter.preprocessors.deregister("html_block")
    converter.parser.blockprocessors.deregister("reference")
    for name in _NOT_WANTED_INLINE:
        converter.inlinePatterns.deregister(name)
    return converter


def _sanitise(html: str) -> str:
    # Typed headings stay below those of the page.
    html = _HEADING.sub(lambda tag: f"<{tag[1]}h{'3' if tag[2] in '12' else '4'}>", html)
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=LINK_REL,
    )


class _PlainReader(HTMLParser):
    """Reads our own sanitised HTML back as lines of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._lists: list[int | None] = []
        self._href = ""
        self._link_start = 0
        self._row_started = False
        self._preformatted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "p" | "h3" | "h4" | "blockquote" | "pre" | "table" if not self._in_open_entry():
                self._pieces.append("\n\n")
            case "ul" | "ol":
                self._pieces.append("" if self._lists else "\n\n")
                self._lists.append(1 if tag == "ol" else None)
            case "li":
                self._open_entry()
            case "br":
                self._pieces.append("\n")
            case "tr":
                self._pieces.append("\n")
                self._row_started = False
            case "th" | "td":
                self._pieces.append(" | " if self._row_started else "")
                self._row_started = True
            case "a":
                self._href = dict(attrs).get("href") or ""
                self._link_start = len(self._pieces)
        self._preformatted = self._preformatted or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "ul" | "ol":
                self._lists.pop()
                self._pieces.append("" if self._lists else "\n\n")
            case "p" | "h3" | "h4" | "blockquote" | "table" if not self._lists:
                self._pieces.append("\n\n")
            case "pre":
                self._preformatted = False
                self._pieces.append("\n\n")
            case "a":
                self._close_link()

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            self._pieces.append(data)
        elif data.strip("\n"):
            # Line ends between tags are the converter's; typed ones came as <br>.
            self._pieces.append(data.replace("\n", ""))

    def text(self) -> str:
        """Return what was read, with at most one empty line in a row."""
        joined = "\n".join(line.rstrip() for line in "".join(self._pieces).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")

    def _in_open_entry(self) -> bool:
        """Whether a list entry was just opened, so that its text follows on the same line."""
        return bool(self._lists) and self._pieces[-1].endswith((". ", "- "))

    def _open_entry(self) -> None:
        number = self._lists[-1] if self._lists else None
        marker = "- " if number is None else f"{number}. "
        if self._lists and number is not None:
            self._lists[-1] = number + 1
        indent = "  " * (len(self._lists) - 1)
        self._pieces.append(f"\n{indent}{marker}")

    def _close_link(self) -> None:
        said = "".join(self._pieces[self._link_start :])
        address = self._href.removeprefix("mailto:")
        if address and address not in (said, unquote(said)):
            self._pieces.append(f" ({address})")
        self._href = ""


def room_left(text: str, limit: int) -> int:
    """How many more characters it may take before anybody has to look at it again.

    Whichever they are, wherever they come, and whatever is taken out meanwhile, `refuse_unbounded`
    has nothing to refuse until then. Negative: not even without more.
    """
    brackets = text.count("[")
    longest = len(text) + 3 * text.count("\t")  # a tab's width changes with what stands before it
    # Markers that stand apart may come together on one line.
    numbered = min(len(_DIGIT.findall(text)), text.count(".") + text.count(")"))
    markers = numbered + sum(map(text.count, ">-+*"))
    more = min(
        (limit - longest) // 4,
        BRACKET_LIMIT - brackets,
        BACKSLASH_LIMIT - text.count("\\"),
        EMPHASIS_LIMIT - text.count("*") - text.count("_"),
        LINE_LIMIT - 1 - text.count("\n"),
        NESTING_LIMIT - markers,
    )
    while more >= 0 and (brackets + more) * (longest + 4 * more) > BRACKET_TIMES_LENGTH_LIMIT:
        more = more // 2 if more else -1
    return more
