"""What may not stand in a template, and that every template is used."""

import re

import pytest

from tests.architecture.sources import (
    ROOT,
    line_of,
    part_names,
    python_files,
    template_names,
    template_text,
    text_of,
)

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
MACRO = re.compile(r"\{%-?\s*macro\b.*?endmacro\s*-?%\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)

# The policy blocks most of these at run time; here they are found before anybody looks.
FORBIDDEN = {
    "a style attribute": re.compile(r"<[a-zA-Z][^<>]*\sstyle\s*=", re.DOTALL),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"(?:application/(?:ld\+)?json)\")"
    ),
    "an inline handler": re.compile(r"<[a-zA-Z][^<>]*\son[a-z]+\s*=", re.DOTALL),
    "hx-on": re.compile(r"\bhx-on\b"),
    "a computed hx-vals": re.compile(r"hx-(?:vals|headers)\s*=\s*[\"']?\s*(?:js|javascript):"),
    "a javascript address": re.compile(r"[\"']\s*javascript:"),
}
REQUESTING = re.compile(r"\s(?:data-)?hx-(?:get|post|put|patch|delete)\s*=")

# Where text is declared safe on purpose, with the reason.
MAY_DECLARE_SAFE = {
    "pog/web/filters.py": "Markdown is cleaned by nh3 before it is stored",
}
# Templates named by rule rather than by their whole name.
USED_BY_RULE: set[str] = set()


def flat(name: str, *, without_macros: bool = False) -> str:
    """The template with comments removed and Jinja's parts made harmless, lines kept."""
    text = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), template_text(name))
    if without_macros:
        text = MACRO.sub("", text)
    text = EXPRESSION.sub(
        lambda m: ("NONCE" if "csp_nonce" in m[0] else "X") + "\n" * m[0].count("\n"), text
    )
    return STATEMENT.sub(lambda m: " " + "\n" * m[0].count("\n"), text)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [
        f"{name}:{line_of(text, match.start())}: {match[0][:80]!r}"
        for name in template_names()
        for text in [flat(name)]
        for match in FORBIDDEN[what].finditer(text)
    ]
    assert not found, f"{what} stands in:\n" + "\n".join(found)


def test_no_template_declares_text_safe():
    found = [
        f"{name}:{line_of(text, match.start())}"
        for name in template_names()
        for text in [template_text(name)]
        for match in re.finditer(r"\|\s*safe\b|autoescape\s+false", text)
    ]
    assert not found, "\n".join(found)


def test_python_declares_text_safe_only_where_the_reason_is_known():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("pog")
        if re.search(r"\bMarkup\(", text_of(path))
    }
    assert found <= set(MAY_DECLARE_SAFE)


def test_what_asks_the_server_carries_the_nonce():
    """hx-csp lets an element ask only when it carries the nonce of its answer."""
    found = [
        f"{name}:{line_of(text, tag.start())}: {tag[0][:80]!r}"
        for name in template_names()
        for text in [flat(name)]
        for tag in TAG.finditer(text)
        if REQUESTING.search(tag[0]) and 'hx-nonce="NONCE"' not in tag[0]
    ]
    assert not found, "\n".join(found)


def test_every_template_is_used():
    everything = "\n".join(
        [text_of(path) for path in python_files("pog")]
        + [COMMENT.sub("", template_text(name)) for name in template_names()]
    )
    unused = [
        name
        for name in template_names()
        if not re.search(rf"[\"']{re.escape(name)}[\"']", everything)
    ]
    assert not set(unused) - USED_BY_RULE


def test_what_is_swapped_has_a_root_with_an_id():
    """The id of the one root element is what htmx puts the part in place of."""
    views = "\n".join(text_of(path) for path in python_files("pog"))
    rootless = []
    for name in part_names():
        named = rf"[\"']{re.escape(name)}[\"']"
        if not re.search(rf"\bpart\s*=\s*{named}|\bRegion\([^)]*{named}", views):
            continue  # only included, never swapped
        first = TAG.search(flat(name, without_macros=True))
        if first and not re.search(r"\sid\s*=|^<hx-partial\s", first[0]):
            rootless.append(f"{name}: {first[0][:80]!r}")
    assert not rootless, "\n".join(rootless)


def test_posted_forms_carry_a_token_and_work_without_scripts():
    found = []
    for name in template_names():
        text = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), template_text(name))
        for form in re.finditer(r"<form\b.*?(?:</form>|\Z)", text, re.DOTALL):
            opening = flat_tag(form[0])
            if not re.search(r"method\s*=\s*[\"']?post", opening, re.IGNORECASE):
                if "hx-post" in opening:
                    found.append(f"{name}:{line_of(text, form.start())}: hx-post without method")
                continue
            if not re.search(r"\saction\s*=", opening):
                found.append(f"{name}:{line_of(text, form.start())}: no action")
            if not re.search(r"csrf|hidden_tag", form[0]):
                found.append(f"{name}:{line_of(text, form.start())}: no CSRF token")
    assert not found, "\n".join(found)


def flat_tag(text: str) -> str:
    """The first tag, with Jinja's parts made harmless."""
    plain = STATEMENT.sub(" ", EXPRESSION.sub("X", text))
    match = TAG.search(plain)
    return match[0] if match else ""
