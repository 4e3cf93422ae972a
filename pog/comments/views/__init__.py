"""The pages of comments: threads, one comment, answers, moderation, one's own input."""

from flask import Flask

from pog.comments.moderating import ACTIONS
from pog.comments.queue import queue_numbers
from pog.comments.views import answers, matrix, moderation, one, threads
from pog.comments.views.blueprint import blueprint

__all__ = ["answers", "blueprint", "install", "matrix", "moderation", "one", "threads"]


def install(app: Flask) -> None:
    """What pages of lower floors may show of comments."""
    app.jinja_env.globals["comment_queue"] = queue_numbers
    app.jinja_env.globals["moderation_words"] = ACTIONS.get
