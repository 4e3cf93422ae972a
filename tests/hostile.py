"""Text that tries to act: a collection of our own, and writing it into every field there is.

Whatever of it ran would leave `xq7` behind: a variable of the window, or a request. Payloads are
written for this product (htmx, Markdown, workbooks, logs); a published collection is another thing.
"""

import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

MARK = "xq7"
RUN = f"window.{MARK}=1"
FORGED = "FORGED 200 OK"

MARKUP = (
    f"<script>{RUN}</script>",
    f"<ScRiPt src=/{MARK}.js></sCrIpT>",
    f'"><script>{RUN}</script>',
    f"'><img src=/{MARK} onerror={RUN}>",
    f"</textarea><script>{RUN}</script>",
    f"</title><svg onload={RUN}>",
    f"</option></select><img src=/{MARK} onerror={RUN}>",
    f"--><img src=/{MARK} onerror={RUN}>",
    f"]]><img src=/{MARK} onerror={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<details open ontoggle={RUN}>x</details>",
    f'<iframe srcdoc="<script>parent.{MARK}=1</script>"></iframe>',
    f"<body onpageshow={RUN}>",
    f"<style>@import '/{MARK}';*{{display:none}}</style>",
    f"<link rel=stylesheet href=/{MARK}>",
    f'<meta http-equiv=refresh content="0;url=/{MARK}">',
    f"<base href=/{MARK}/>",
    f"<input autofocus onfocus={RUN}>",
    f"<object data=/{MARK}></object><embed src=/{MARK}>",
    f'<noscript><p title="</noscript><img src=/{MARK} onerror={RUN}>">',
    f"<svg><style><img src=/{MARK} onerror={RUN}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=/{MARK} onerror={RUN}>",
    f"<a href=javascript:{RUN}>x</a>",
    f'" autofocus onfocus={RUN} x="',
    "' style='position:fixed;inset:0' x='",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=/{MARK} onerror={RUN}&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"<a\x0bhref=/{MARK} onclick={RUN}>x</a>",
    f"<dialog open>{MARK}</dialog>",
    f"<form action=/{MARK} method=post><button>{MARK}</button></form>",
)
HTMX = (
    f'<div hx-get="/{MARK}" hx-trigger="load"></div>',
    f'<div data-hx-post="/{MARK}" data-hx-trigger="load"></div>',
    f'<div hx-swap-oob="true" id="main">{MARK}</div>',
    f'<div data-hx-swap-oob="innerHTML:#main">{MARK}</div>',
    f'<hx-partial hx-target="body"><img src=/{MARK}></hx-partial>',
    f'<div hx-on:load="{RUN}" hx-on--load="{RUN}"></div>',
    f'<div hx-sse:connect="/{MARK}"></div>',
    f'" hx-get="/{MARK}" hx-trigger="load" x="',
    f"<template hx type=partial><p>{MARK}</p></template>",
)
MARKDOWN = (
    f"[go](javascript:{RUN})",
    f"[go](JaVaScRiPt:{RUN})",
    f"[go](java&#10;script:{RUN})",
    f"[go](data:text/html,<script>{RUN}</script>)",
    f"[go](vbscript:{MARK})",
    f"<javascript:{RUN}>",
    f"![picture](/{MARK})",
    f'[go](http://a.example/" onmouseover="{RUN})',
    f"[go][a]\n\n[a]: javascript:{RUN}",
    f"`</code><script>{RUN}</script>`",
    f"| a | b |\n|---|---|\n| <script>{RUN}</script> | c |",
    f"# <img src=/{MARK} onerror={RUN}>",
    f"> * 1. <svg onload={RUN}>",
)
TEMPLATES = (
    "{{ 7191 * 7 }}",
    "{% for x in ().__class__.__base__ %}{{ 7191 * 7 }}{% endfor %}",
    "${7191*7} #{7191*7} <%= 7191*7 %>",
    "%(name)s %s %d %n {0} {name} {} %",
    "'; DROP TABLE comments; --",
    '#read("/etc/passwd") $ x $ \\ @a <b>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "../../../etc/passwd",
)
COMPUTED = "50337"
"""What a template language would make of those above."""
LETTERS = (
    "\u202eesrever\u202c \u2066isolated\u2069",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "ze\u200bro\u200d\u2060\ufeff width",
    "\U0001f600 \U0001d4b3 \U0001f3f3\ufe0f\u200d\U0001f308 \U0010ffff",
    "z\u0351\u0350\u0347a\u0360\u035dl\u0337\u0334g\u0489o",
    "W" * 110,
    "x" * 290,
    "a\x00b",
    "a\ud800b\udfff",
    "\ufffe\uffff\ufdd0",
    "line\u2028line\u2029line\x85line",
)
FORMULAS = (
    "=1+1",
    f'=HYPERLINK("http://{MARK}.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    '"=1+1"',
    "\uff1d1+1",
)
LOGS = (f"name\r\n{FORGED}", f"name\n{FORGED}\x1b[31m", f"name\u2028{FORGED}")

PAYLOADS = (*MARKUP, *HTMX, *MARKDOWN, *TEMPLATES, *LETTERS, *FORMULAS, *LOGS)

BENIGN = "Kind words"
LINE, PROSE = 60, 1_900
"""What fits into most fields that say nothing of their length."""
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# ------------------------------------------------------------------ forms of a page


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""
    limit: int | None = None
    checked: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """Whether people type words in it."""
        return self.kind in ("text", "search", "textarea", "url")


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        """The same for the forms of things of one kind."""
        where = _KEY.sub("*", urlsplit(self.action).path)
        return (where, *sorted({re.sub(r"\d+", "#", one.name) for one in self.controls}))

    def sent(self, written: dict[str, str]) -> list[tuple[str, str]]:
        """What a browser would send with these words in it."""
        found: list[tuple[str, str]] = []
        buttons = [one for one in self.controls if one.kind == "submit" and one.name]
        chosen: set[str] = {one.name for one in self.controls if one.checked}
        for one in self.controls:
            if one.is_written:
                found.append((one.name, written.get(one.name, BENIGN)))
            elif one.kind in ("radio", "checkbox"):
                if one.checked or one.name not in chosen:
                    chosen.add(one.name)
                    found.append((one.name, one.value))
            elif one.kind == "select":
                found.append((one.name, one.value or next(filter(None, one.options), "")))
            elif one.kind not in ("submit", "button", "file"):
                found.append((one.name, one.value))
        # Whoever is asked whether they mean it says yes.
        return [*found, *((one.name, one.value) for one in buttons[:1]), ("sure", "yes")]


class FormReader(HTMLParser):
    """Every form of a page with its controls."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.address = address
        self.open: Form | None = None
        self.inside: Control | None = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            action = given.get("action") or self.address
            self.open = Form(action, given.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is None:
            return
        elif tag == "option" and self.inside is not None:
            value = given.get("value") or ""
            self.inside.options.append(value)
            if "selected" in given:
                self.inside.value = value
        elif tag in ("input", "textarea", "select", "button") and given.get("name"):
            limit = given.get("data-limit") or given.get("maxlength")
            kind = given.get("type", "text") if tag == "input" else tag
            control = Control(
                given["name"],
                "submit" if tag == "button" else kind,
                given.get("value") or ("" if "value" in given else "on" * (kind == "checkbox")),
                int(limit) if limit else None,
                "checked" in given,
            )
            self.open.controls.append(control)
            self.inside = control if tag == "select" else None

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


class Writer:
    """Writes the payloads into forms, another one into each field, all of them in the end."""

    def __init__(self, payloads=PAYLOADS) -> None:
        self.payloads = payloads
        self.turn = itertools.cycle(payloads)
        self.bundles = itertools.cycle(bundled(payloads))

    def words_for(self, control: Control) -> str:
        limit = control.limit or (PROSE if control.kind == "textarea" else LINE)
        if control.kind == "textarea" and limit >= PROSE:
            return next(self.bundles)
        return next(one for one in self.turn if len(one) <= limit)

    def write(self, send, form: Form) -> list[int]:
        """Send the form with hostile words; where that is refused, one field after the other.

        `send(action, body)` posts and says the status.
        """
        written = {one.name: self.words_for(one) for one in form.controls if one.is_written}
        statuses = [send(form.action, body_of(form.sent(written)))]
        if statuses[0] >= 400 and len(written) > 1:
            for name, words in written.items():
                statuses.append(send(form.action, body_of(form.sent({name: words}))))
        return statuses


def bundled(payloads=PAYLOADS, limit: int = PROSE) -> list[str]:
    """Several payloads together, each a paragraph, as long as a text may be."""
    found, text = [], ""
    for payload in payloads:
        if text and len(text) + len(payload) + 2 > limit:
            found.append(text)
            text = ""
        text = f"{text}\n\n{payload}" if text else payload
    return [*found, text]


def body_of(pairs: list[tuple[str, str]]) -> bytes:
    """As a form is sent; halves of characters go out as the bytes they would be."""
    return urlencode(pairs, errors="surrogatepass").encode()


# ------------------------------------------------------------------ what a page must not have

ALLOWED_SCHEMES = ("http:", "https:", "mailto:")
EXECUTABLE = {"script", "iframe", "object", "embed", "base", "style", "animate", "math", "marquee"}


class Inspector(HTMLParser):
    """Collects what in a page could act for somebody else."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        ours = "nonce" in given or given.get("type") in ("application/json", "speculationrules")
        if tag in EXECUTABLE and not (tag == "script" and ours):
            self.found.append(f"<{tag}>")
        for name, said in attributes:
            value = (said or "").strip()
            if name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            is_htmx = name.startswith(("hx-", "data-hx-")) and name != "hx-nonce"
            if is_htmx and (MARK in value or not self.is_nonced(tag, given)):
                self.found.append(f"<{tag} {name}={value[:60]}>")
            if name in ("href", "src", "action", "formaction", "data", "srcset") and (
                MARK in value.split("?")[0] and not value.startswith(("http:", "https:"))
            ):
                self.found.append(f"<{tag} {name}={value[:60]}>")
            if name in ("href", "src", "action", "formaction"):
                scheme = re.match(r"[a-zA-Z][\w+.-]*:", re.sub(r"[\x00-\x20]", "", value))
                if scheme and scheme[0].lower() not in (*ALLOWED_SCHEMES, "data:"):
                    self.found.append(f"<{tag} {name}={value[:60]}>")
                if scheme and scheme[0].lower() == "data:" and not value.startswith("data:image/"):
                    self.found.append(f"<{tag} {name}={value[:60]}>")

    @staticmethod
    def is_nonced(tag: str, given: dict) -> bool:
        """hx-csp lets an element act only with the page's nonce; parts of a stream have others."""
        return "hx-nonce" in given or tag in ("hx-partial", "html", "body", "template", "meta")


def dangers_in(text: str) -> list[str]:
    """What could act in this HTML."""
    return Inspector(text).found
