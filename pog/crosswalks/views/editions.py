"""New editions: what is proposed for each alignment, pointing some or all of them, and undoing."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments.models import Alignment
from pog.alignments.permissions import CHANGE_ALIGNMENT, JUDGE_PROFILE, VIEW_ALIGNMENT
from pog.alignments.wording import RELATION_WORDS, STATE_WORDS
from pog.core.database import db
from pog.core.errors import NotFound
from pog.core.i18n import _, _n
from pog.crosswalks import repointing
from pog.crosswalks.views.blueprint import blueprint
from pog.crosswalks.wording import WHY_WORDS
from pog.frameworks.models import Competency, Framework
from pog.profiles.authors import author_of
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, find, needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/profiles/<uuid:profile_id>/editions-of-frameworks")
@needs(VIEW_PROFILE)
def outdated(profile: Profile) -> ResponseReturnValue:
    """Which editions in use were replaced."""
    return page(
        "crosswalks/outdated.html", profile=profile, outdated=repointing.outdated_in(profile)
    )


@blueprint.get("/profiles/<uuid:profile_id>/editions-of-frameworks/<uuid:framework_id>")
@needs(VIEW_PROFILE)
def edition(profile: Profile, framework_id: uuid.UUID) -> ResponseReturnValue:
    """Old beside new for every alignment; nothing changes until somebody says so."""
    old, new = editions(profile, framework_id)
    return page(
        "crosswalks/edition.html",
        profile=profile,
        old=old,
        new=new,
        proposals=repointing.proposals(profile, old, new),
        done=repointing.repointed_from(profile, old),
        may_repoint=JUDGE_PROFILE.allows(actor(), profile),
        why_words=WHY_WORDS,
        relation_words=RELATION_WORDS,
        state_words=STATE_WORDS,
    )


@blueprint.post("/profiles/<uuid:profile_id>/editions-of-frameworks/<uuid:framework_id>")
@needs(JUDGE_PROFILE, else_hidden_without=VIEW_PROFILE)
def repoint(profile: Profile, framework_id: uuid.UUID) -> ResponseReturnValue:
    """Point the chosen ones where it was proposed; all of them or none."""
    old, new = editions(profile, framework_id)
    author = author_of(actor(), profile)
    chosen = set(request.form.getlist("alignment"))
    moved = [
        (one.alignment, one.counterpart.competency)
        for one in repointing.proposals(profile, old, new)
        if one.counterpart is not None and asked_for(one, chosen)
    ]
    for alignment, competency in moved:
        repointing.repoint(alignment, competency, author=author)
    if moved:
        notice(
            _n(
                "%(num)d alignment points to the new edition.",
                "%(num)d alignments point to the new edition.",
                len(moved),
            )
        )
    else:
        notice(_("Choose at least one alignment."), "warning")
    return go_to(url_for("crosswalks.edition", profile_id=profile.id, framework_id=old.id))


def asked_for(one: repointing.Proposal, chosen: set[str]) -> bool:
    """Chosen, and for the counterpart that was on the page when it was chosen."""
    assert one.counterpart is not None
    return f"{one.alignment.id}:{one.counterpart.competency.id}" in chosen


@blueprint.post("/alignments/<uuid:alignment_id>/point-back")
@needs(CHANGE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def point_back(alignment: Alignment) -> ResponseReturnValue:
    profile = alignment.attribute.profile
    repointing.point_back(alignment, author=author_of(actor(), profile))
    notice(_("The alignment points to the earlier edition again."))
    old = db.session.get_one(Competency, alignment.competency_id).framework_id
    return go_to(url_for("crosswalks.edition", profile_id=profile.id, framework_id=old))


def editions(profile: Profile, framework_id: uuid.UUID) -> tuple[Framework, Framework]:
    """The old edition and its newest successor, when this profile may be aligned to both."""
    old = find(Framework, framework_id)
    if old.organization_id not in (None, profile.organization_id):
        raise NotFound(NOT_HERE)
    new = repointing.newest_of(old, repointing.later_editions())
    if new is None:
        raise NotFound(_("There is no newer edition of this framework here."))
    return old, new
