"""Every sentence on screen is in the catalogues, and Spanish has all of them."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import python_format
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from pog.core.i18n import LANGUAGES
from tests.architecture.sources import ROOT

TRANSLATIONS = ROOT / "pog" / "translations"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "_n": (1, 2)}
OTHERS = sorted(set(LANGUAGES) - {"en"})
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# The same in both languages, on purpose.
SAME = re.compile(r"^(pog|[\W\d_]*|(%\(\w+\)s|[\W\d_])+|.*·.*|[A-Z0-9]{2,}.*)$")


@cache
def on_screen():
    """Every message of the sources: singular, or singular and plural."""
    with (ROOT / "pog/translations/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog()
    for folder in ("pog", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            method_map=[(re.sub(rf"^{folder}/", "", pattern), how) for pattern, how in methods],
            options_map={
                re.sub(rf"^{folder}/", "", pattern): given for pattern, given in options.items()
            },
            keywords=KEYWORDS,
        )
        for name, line, message, _comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{name}", line)], context=context)
    return catalogue


@cache
def catalogue_of(language):
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def entries(catalogue):
    return [message for message in catalogue if message.id]


def test_there_is_something_on_screen():
    assert len(entries(on_screen())) > 50


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_exactly_what_is_on_screen(language):
    """After changing a sentence: `make catalogues`, then translate what is new."""
    wanted = {m.id: m.locations for m in entries(on_screen())}
    held = {m.id for m in entries(catalogue_of(language))}
    missing = [f"{wanted[i][0]}: {i!r}" for i in wanted if i not in held]
    assert not missing, f"{len(missing)} are missing:\n" + "\n".join(missing)
    assert not held - set(wanted), "These are no longer on screen."


@pytest.mark.parametrize("language", OTHERS)
def test_everything_is_translated(language):
    empty = [
        message.id
        for message in entries(catalogue_of(language))
        if message.fuzzy or not all(strings(message))
    ]
    assert not empty


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_placeholders(language):
    wrong = []
    for message in entries(catalogue_of(language)):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for string in strings(message):
            if string and set(PLACEHOLDER.findall(string)) - {"num"} != wanted - {"num"}:
                wrong.append(f"{message.id!r}: {string!r}")
        if "python-format" in message.flags and all(strings(message)):
            python_format(catalogue_of(language), message)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_was_left_in_english(language):
    same = [
        message.id
        for message in entries(catalogue_of(language))
        if isinstance(message.id, str)
        and message.string == message.id
        and len(message.id.split()) > 3
        and not SAME.match(message.id)
    ]
    assert not same


def strings(message):
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def test_no_sentence_is_glued_from_f_strings():
    """A translator never sees what is put together before it is looked up."""
    glued = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "pog").rglob("*.py"))
        for match in re.finditer(r"\b_[ln]?\(\s*f[\"'].{0,60}", path.read_text())
    ]
    assert not glued, "\n".join(glued)
