"""How templates are compiled: once for each language, with its sentences already in them.

A page has about sixty sentences that never change. Looking each of them up anew, in a catalogue
found anew, was a tenth of the time a hall's page takes; here they are constants of the compiled
template. Sentences with a name or a number in them are still looked up when the page is made.
"""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from pog.core.i18n import get_locale


class InLanguages(Environment):
    """Flask's templates, in one compiled copy for each language that is asked for."""

    language: str | None = None
    """Of a copy; the environment itself has none, and translates nothing before it renders."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._copies: dict[str, InLanguages] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's own name
    ) -> Template:
        copy = self if self.language is not None else self._copy()
        return super(InLanguages, copy).get_template(name, parent, globals)

    def _copy(self) -> "InLanguages":
        """The copy for the language of this answer; what it includes and extends is its own."""
        locale = get_locale()
        if locale is None:
            return self
        language = str(locale)
        copy = self._copies.get(language)
        # Another loader: what was compiled from the one before is another page.
        if copy is None or copy.loader is not self.loader:
            copy = self._copies[language] = self.overlay()
            copy.language = language
        return copy

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary for all templates: copying jinja's chain of two for each part was slow."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.language is not None:
            ConstantSentences().visit(tree)
        return tree


class ConstantSentences(NodeTransformer):
    """Puts the translation where a template asks for a sentence that has nothing to fill in."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja2's own name
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_"):
            return node
        match node.args:
            case [nodes.Const(value=str(sentence))] if not node.kwargs:
                # As at run time: translations are ours, so they are safe; %% stands for a percent.
                text = nodes.Const(get_translations().ugettext(sentence) % {})
                return nodes.MarkSafeIfAutoescape(text, lineno=node.lineno)
        return node
