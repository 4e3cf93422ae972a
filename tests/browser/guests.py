"""People who only send what a browser without JavaScript would: pages, forms, cookies."""

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import Cookie, CookieJar
from typing import Any

READY = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class SentForm:
    """A form of a page: where it goes, what stands in it, what may be chosen."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.area: str | None = None
        self.select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "option" and self.select and self.forms:
            self.option(given)
        if tag == "form":
            self.forms.append(SentForm(given.get("action", "")))
        if not self.forms or not given.get("name"):
            return
        form, name = self.forms[-1], given["name"]
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(given.get("value", ""))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", ""))
        elif tag == "input":
            form.values[name] = [given.get("value", "")]
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            form.values[name] = [""]

    def option(self, given: dict[str, str]) -> None:
        """The first one is chosen unless another one is."""
        form, name, value = self.forms[-1], str(self.select), given.get("value", "")
        form.choices.setdefault(name, []).append(value)
        if "selected" in given or name not in form.values:
            form.values[name] = [value]

    def handle_data(self, text: str) -> None:
        if self.area and self.forms:
            self.forms[-1].values[self.area][0] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None


@dataclass
class Answer:
    """What the server said."""

    status: int
    url: str
    text: str

    def form(self, action: str) -> SentForm:
        """The form whose address has these words in it."""
        found = [form for form in Forms(self.text).forms if action in form.action]
        assert found, f"{self.url} has no form to {action}"
        return found[0]

    @property
    def sentence(self) -> str:
        """The page's words without its tags."""
        main = re.search(r"<main.*?</main>", self.text, re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main.group() if main else self.text))


class Guest:
    """One browser of its own at a running site."""

    def __init__(self, site_url: str) -> None:
        self.site = site_url
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.site, path)))

    def send(self, form: SentForm, **changed: str | list[str]) -> Answer:
        """Send the form as it stands, with some boxes filled."""
        values = {**form.values, **{k.replace("__", "-"): v for k, v in changed.items()}}
        body = urllib.parse.urlencode(values, doseq=True).encode()
        address = urllib.parse.urljoin(self.site, form.action)
        return self._open(urllib.request.Request(address, body, READY))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=15) as answer:
                return Answer(answer.status, answer.url, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.read().decode())

    def take_cookie(self, value: str) -> None:
        """Be whoever this session belongs to."""
        host = urllib.parse.urlsplit(self.site).hostname or ""
        given: dict[str, Any] = {"rest": {}, "comment": None, "comment_url": None, "expires": None}
        self.jar.set_cookie(
            Cookie(
                version=0,
                name="session",
                value=value,
                port=None,
                port_specified=False,
                domain=host,
                domain_specified=False,
                domain_initial_dot=False,
                path="/",
                path_specified=True,
                secure=False,
                discard=True,
                **given,
            )
        )

    def upload(self, path: str, content: bytes, **values: str) -> Answer:
        """Send a file with the other boxes of its form, as a browser does."""
        end = "----end-of-part"
        lines = [
            f'--{end}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
            for k, v in values.items()
        ]
        lines.append(
            f'--{end}\r\nContent-Disposition: form-data; name="file"; filename="f.json"\r\n'
            "Content-Type: application/json\r\n\r\n"
        )
        body = "".join(lines).encode() + content + f"\r\n--{end}--\r\n".encode()
        parts = urllib.parse.urlsplit(self.site)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        headers = {
            **READY,
            "Cookie": cookies,
            "Content-Type": f"multipart/form-data; boundary={end}",
        }
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, path, text)

    def join(self, code: str, group: int = 0) -> Answer:
        """Take a seat in the group with this number."""
        form = self.get(f"/j/{code}").form(f"/j/{code}")
        return self.send(form, group=form.choices["group"][group])
