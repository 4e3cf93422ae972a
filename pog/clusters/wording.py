"""What the desk answers after a change, in one sentence."""

from pog.clusters.models import Cluster
from pog.core.i18n import _, _n


def put_into(number: int, cluster: Cluster | None) -> str:
    if cluster is None:
        return str(_n("One note is unsorted again.", "%(num)s notes are unsorted again.", number))
    return str(
        _n(
            "Put into “%(theme)s”.",
            "%(num)s notes put into “%(theme)s”.",
            number,
            theme=cluster.name,
        )
    )


def taken_by(name: str, cluster: Cluster | None) -> str:
    """Who was faster, and where the note is now."""
    if cluster is None:
        return str(
            _("%(name)s was faster: this note has just gone back to the unsorted.", name=name)
        )
    return str(
        _(
            "%(name)s was faster: this note has just gone into “%(theme)s”.",
            name=name,
            theme=cluster.name,
        )
    )


def others_taken(number: int, name: str) -> str:
    return str(
        _n(
            "One more stays where %(name)s has just put it.",
            "%(num)s more stay where %(name)s has just put them.",
            number,
            name=name,
        )
    )


def undone(kind: str, name: str, kept: int) -> str:
    """What an undo did; `kept` notes stay where others have put them since."""
    sentence = str(
        {
            "moved": _("Undone. The notes are back where they were."),
            "made": _("Undone. The theme “%(theme)s” is gone again.", theme=name),
            "renamed": _("Undone. The theme is called “%(theme)s” again.", theme=name),
            "merged": _("Undone. “%(theme)s” is a theme of its own again.", theme=name),
            "ended": _("Undone. The theme “%(theme)s” is back.", theme=name),
        }[kind]
    )
    return f"{sentence} {kept_back(kept)}" if kept else sentence


def kept_back(number: int) -> str:
    return str(
        _n(
            "One note stays where others have put it since.",
            "%(num)s notes stay where others have put them since.",
            number,
        )
    )


def passed_over(kind: str) -> str:
    """Why the newest step of somebody was not undone; the next undo goes one further back."""
    return str(
        {
            "moved": _(
                "Not undone: others have moved these notes since. They stay where they are."
            ),
            "made": _("Not undone: others have put notes into this theme since. It stays."),
            "renamed": _("Not undone: this theme was changed again since. It stays as it is."),
            "merged": _("Not undone: others have gone on from there. All stays as it is."),
            "ended": _("Not undone: others have gone on from there. All stays as it is."),
        }[kind]
    )
