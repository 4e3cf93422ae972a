"""Sentences that are translated later are text, also when they quote what somebody typed."""

from markupsafe import escape

from pog.core.i18n import _l


def test_what_a_sentence_quotes_is_not_markup(app):
    with app.test_request_context():
        sentence = _l("Revision %(number)s", number="<img src=x onerror=alert(1)>")
        shown = app.jinja_env.from_string("{{ sentence }}").render(sentence=sentence)
        assert "<img" not in shown
        assert "&lt;img" in escape(sentence)
        assert str(sentence).endswith("<img src=x onerror=alert(1)>")
