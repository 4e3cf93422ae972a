"""Typed Markdown becomes narrow, safe HTML in bounded time."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pog.core.errors import Refusal, TooLarge
from pog.core.markup import (
    COMMENT_LIMIT,
    TEXT_LIMIT,
    clean_line,
    clean_text,
    plain_text,
    refuse_unbounded,
    render_markdown,
    room_left,
    text_of,
)

REL = 'rel="noopener noreferrer nofollow ugc"'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "<p>plain</p>"),
        ("**bold** and *it*", "<p><strong>bold</strong> and <em>it</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# Big\n## Less\n##### Small", "<h3>Big</h3>\n<h3>Less</h3>\n<h4>Small</h4>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("`x < y`", "<p><code>x &lt; y</code></p>"),
        ("[state](https://x.org)", f'<p><a href="https://x.org" {REL}>state</a></p>'),
        ("<http://x.org>", f'<p><a href="http://x.org" {REL}>http://x.org</a></p>'),
        ("", ""),
    ],
)
def test_renders(typed: str, shown: str) -> None:
    assert render_markdown(typed) == shown


def test_renders_a_table_without_styles() -> None:
    html = render_markdown("| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert "<th>b</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<div hx-post="/vote" hx-trigger="load" data-hx-get="/x" id="main" class="c">x</div>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](ftp://x.org)",
        "[x](//evil.example)",
        "[x](/sign-out)",
        "![x](https://x.org/pixel.png)",
        '[x](https://x.org "title" onclick=1)',
        "<http://x.org/\" onmouseover='alert(1)'>",
        "<!-- --><svg><style><img src=x>",
    ],
)
def test_lets_nothing_dangerous_through(typed: str) -> None:
    for tag in re.findall(r"<[^>]*>", render_markdown(typed)):
        assert re.fullmatch(rf"</?p>|<br>|</a>|<a (href=\"https?://[^\"]*\" )?{REL}>", tag), tag


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!#-|\\/:= \n\tahtpjs1.\x02\x03\u202e")))
def test_any_text_gives_only_listed_tags(typed: str) -> None:
    html = render_markdown(typed)
    for tag in re.findall(r"<[^>]*>", html):
        assert re.match(
            r"</?(p|br|strong|em|ul|ol|li|a|blockquote|h3|h4|code|pre|table|thead|tbody|tr|th|td)\b",
            tag,
        ), tag
        attributes = re.findall(r"([a-z-]+)=\"", tag)
        assert set(attributes) <= {"href", "rel"}


def test_refuses_long_texts_with_the_numbers() -> None:
    assert render_markdown("a" * TEXT_LIMIT)
    with pytest.raises(TooLarge, match=r"has 8001 characters\. Shorten it to 8000 at most\."):
        render_markdown("a" * 8001)
    with pytest.raises(TooLarge, match="2000 at most"):
        render_markdown("a" * 2001, limit=COMMENT_LIMIT)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("[" * 201, "brackets"),
        ("[" * 102 + "a" * 7890, "brackets"),
        ("\\|" * 401, "backslashes"),
        ("*_" * 501, "stars"),
        ("a\n" * 1001 + "b", "lines"),
        ("> " * 13 + "a", "nested"),
        ("1. " * 2000 + "a", "nested"),
        ("a\n" + ">" * 500, "nested"),
    ],
)
def test_refuses_what_would_take_long(typed: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        render_markdown(typed)


SLOWEST = [
    "[" * 100 + "a" * 7900,
    "[" * 100 + "\\|" * 400 + "`a`" * 2300,
    "[a](b" * 100 + "a" * 7500,
    "[" * 100 + "*a*" * 500 + "&a;" * 2000,
    "***# _y" * 128 + "**" * 180 + "x" * 6000,
    "\n- ---" * 824 + "!~>`" * 700,
    "-\n" * 999,
    "=\n" * 999,
    "<" * 8000,
    "<![CDATA[" * 88,
    "`" * 8000,
    ("> " * 12 + "a\n") * 300,
    "|" + "a|" * 1990 + "\n|" + "-|" * 2000,
    "\n".join("    " * depth + "- a" for depth in range(60)),
    "http://a" * 1000,
]


@pytest.mark.parametrize("typed", SLOWEST, ids=lambda typed: typed[:12])
def test_the_worst_admissible_texts_render_in_time(typed: str) -> None:
    started = time.process_time()
    render_markdown(typed[:TEXT_LIMIT])
    assert time.process_time() - started <= 0.3


PIECES = st.tuples(
    st.sampled_from(list("a[*_\\\t\n>-+1.) é")), st.integers(0, 3) | st.integers(0, 90)
)


@settings(max_examples=400)
@given(
    pieces=st.lists(PIECES, max_size=12),
    typed=st.sampled_from(
        ["a", "[", "*", "_", "\\", "\t", "\n", ">", "> ", "-", "- ", "1.", ".", "1"]
    ),
    taken=st.integers(0, 400),
    data=st.data(),
)
def test_what_has_room_is_not_refused(pieces, typed: str, taken: int, data) -> None:
    text = "".join(character * count for character, count in pieces)
    more = room_left(text, TEXT_LIMIT)
    if more < 0:
        return
    at = data.draw(st.integers(0, len(text)))
    refuse_unbounded(text[:at] + typed * (more // len(typed)) + text[at:], TEXT_LIMIT)
    refuse_unbounded(text[:at] + typed * (more // len(typed)) + text[at + taken :], TEXT_LIMIT)


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("", 12),
        ("Care for the well-being of the creek, land and neighbours. " * 5, 7),
        ("a" * 8000, 0),
        ("a" * 7997 + "\t", -1),  # the tab grows when something before it goes
        ("[" * 100 + "a" * 7895, 0),  # the longer the text, the fewer brackets
        ("1" * 12 + "." * 12, 0),
    ],
)
def test_room_is_counted_for_the_worst(text: str, room: int) -> None:
    refuse_unbounded(text, TEXT_LIMIT)
    assert room_left(text, TEXT_LIMIT) == room


def test_plain_text_says_the_same_without_marks() -> None:
    typed = (
        "# Title\nHello **bold** [state](https://x.org/?a=1&b=2) & <mail@x.org>\nsecond\n\n"
        "1. one\n2. two\n    - deep\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "    x <\n    y\n"
    )
    assert plain_text(typed) == (
        "Title\n\nHello bold state (https://x.org/?a=1&b=2) & mail@x.org\nsecond\n\n"
        "1. one\n2. two\n  - deep\n\nquote\n\na | b\n1 | 2\n\nx <\ny"
    )


def test_plain_text_of_plain_text_is_the_same() -> None:
    assert plain_text("Ana said 3 < 4.\n\nBen agreed.") == "Ana said 3 < 4.\n\nBen agreed."


def test_clean_text_removes_what_cannot_be_seen() -> None:
    assert clean_text("  a\x00b\x07c\r\nd\re\tf  ") == "abc\nd\ne\tf"
    assert clean_text("\u202eevil\u202c \u2066x\u2069") == "evil x"
    assert clean_text("e\u0301") == "é"
    assert clean_text("a\ud800b") == "ab"


def test_clean_text_keeps_marks_that_right_to_left_writing_needs() -> None:
    assert clean_text("عربي\u200f (CASE)\u200e!") == "عربي\u200f (CASE)\u200e!"


def test_clean_line_is_one_line() -> None:
    assert clean_line(" Ethical\n\tthinker\u00a0 ") == "Ethical thinker"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean_text(clean_text(typed)) == clean_text(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)


@pytest.mark.parametrize("character", ["\ufdd0", "\ufffe", "\uffff"])
def test_what_is_no_character_is_not_kept(character: str) -> None:
    assert clean_line(f"a{character}b \U0001f984") == "ab \U0001f984"


@pytest.mark.parametrize(
    "text", ["Keep *this* one.", "- a\n- b\n\n> c", "1 < 2 & [x](https://x.example)"]
)
def test_stored_html_says_what_its_markdown_says(text: str) -> None:
    assert text_of(render_markdown(text)) == plain_text(text)
