"""Judging alignments: taking up suggestions, endorsing one or many, declining; and who endorses."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments import endorsing, services
from pog.alignments.forms import WorkingGroupForm
from pog.alignments.models import Alignment
from pog.alignments.permissions import (
    CHANGE_ALIGNMENT,
    ENDORSE_ALIGNMENT,
    ENDORSE_IN_PROFILE,
    JUDGE_ALIGNMENT,
    JUDGE_PROFILE,
    VIEW_ALIGNMENT,
    sectors_endorsed_by,
)
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.listing import back_to, words
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, _n
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import SECTOR_WORDS
from pog.profiles.authors import author_of
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import explain, go_to, notice, page


@blueprint.post("/alignments/<uuid:alignment_id>/propose")
@needs(CHANGE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def propose(alignment: Alignment) -> ResponseReturnValue:
    """Take a suggestion up."""
    profile = alignment.attribute.profile
    services.propose_alignment(alignment, author=author_of(actor(), profile))
    notice(_("The alignment is proposed."))
    return back_to(alignment.attribute)


@blueprint.post("/alignments/<uuid:alignment_id>/endorse")
@needs(ENDORSE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def endorse(alignment: Alignment) -> ResponseReturnValue:
    profile = alignment.attribute.profile
    done = endorsing.endorse_alignment(alignment, author=author_of(actor(), profile))
    notice(
        _("The alignment is endorsed.")
        if done
        else _("Your word is noted. It takes more of them until the alignment is endorsed.")
    )
    return back_to(alignment.attribute)


@blueprint.post("/alignments/<uuid:alignment_id>/withdraw")
@needs(ENDORSE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def withdraw(alignment: Alignment) -> ResponseReturnValue:
    profile = alignment.attribute.profile
    endorsing.withdraw_endorsement(alignment, author=author_of(actor(), profile))
    notice(_("You have taken your endorsement back."))
    return back_to(alignment.attribute)


@blueprint.post("/alignments/<uuid:alignment_id>/decline")
@needs(JUDGE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def decline(alignment: Alignment) -> ResponseReturnValue:
    profile = alignment.attribute.profile
    services.decline_alignment(alignment, author=author_of(actor(), profile))
    notice(_("The alignment is declined. It stays on record, but no map counts it."))
    return back_to(alignment.attribute)


@blueprint.post("/alignments/<uuid:alignment_id>/reopen")
@needs(JUDGE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def reopen(alignment: Alignment) -> ResponseReturnValue:
    profile = alignment.attribute.profile
    services.reopen_alignment(alignment, author=author_of(actor(), profile))
    notice(_("The alignment is proposed again."))
    return back_to(alignment.attribute)


# ------------------------------------------------------------------ many at once


@blueprint.get("/profiles/<uuid:profile_id>/alignments/review")
@needs(ENDORSE_IN_PROFILE, else_hidden_without=VIEW_PROFILE)
def review(profile: Profile) -> ResponseReturnValue:
    """What waits for the reader's word, by sector, to endorse several at once."""
    author = author_of(actor(), profile)
    sectors = sectors_endorsed_by(actor(), profile)
    rows = endorsing.waiting_for(profile.id, sectors, endorsing.key_of(author))
    return page(
        "alignments/review.html",
        profile=profile,
        sectors=[
            (sector, [row for row in rows if row.competency.framework.sector == sector])
            for sector in SECTORS
            if sector in sectors
        ],
        waiting=len(rows),
        standings=endorsing.standings(profile.id, rows),
        may_name=JUDGE_PROFILE.allows(actor(), profile),
        **words(),
    )


@blueprint.post("/profiles/<uuid:profile_id>/alignments/review")
@needs(ENDORSE_IN_PROFILE, else_hidden_without=VIEW_PROFILE)
def endorse_many(profile: Profile) -> ResponseReturnValue:
    """Endorse all that were chosen, or none of them."""
    author = author_of(actor(), profile)
    sectors = sectors_endorsed_by(actor(), profile)
    waiting = {
        str(row.id): row
        for row in endorsing.waiting_for(profile.id, sectors, endorsing.key_of(author))
    }
    chosen = [
        waiting[key] for key in dict.fromkeys(request.form.getlist("alignment")) if key in waiting
    ]
    if not chosen:
        notice(_("Choose at least one alignment."), "warning")
        return go_to(url_for("alignments.review", profile_id=profile.id))
    done = sum(endorsing.endorse_alignment(row, author=author) for row in chosen)
    notice(
        _n(
            "Your word stands behind %(num)d alignment.",
            "Your word stands behind %(num)d alignments.",
            len(chosen),
        )
    )
    if done:
        notice(_n("%(num)d is endorsed with it.", "%(num)d are endorsed with it.", done))
    return go_to(url_for("alignments.review", profile_id=profile.id))


# ------------------------------------------------------------------ who endorses


@blueprint.get("/profiles/<uuid:profile_id>/working-groups")
@needs(JUDGE_PROFILE, else_hidden_without=VIEW_PROFILE)
def name_endorsers(profile: Profile) -> ResponseReturnValue:
    return endorsers_page(profile)


@blueprint.post("/profiles/<uuid:profile_id>/working-groups/<sector>")
@needs(JUDGE_PROFILE, else_hidden_without=VIEW_PROFILE)
def keep_endorsers(profile: Profile, sector: str) -> ResponseReturnValue:
    """Say for one sector who endorses; with nobody chosen there is no group."""
    if sector not in SECTORS:
        raise NotFound(NOT_HERE)
    form = group_form(profile, sector)
    try:
        if form.validate():
            group = endorsing.name_working_group(
                profile, sector, form.members.data or (), form.quorum.data or 0
            )
            notice(
                _("The working group is named.")
                if group is not None
                else _("Nobody is named. Those who judge alignments endorse.")
            )
            return go_to(url_for("alignments.name_endorsers", profile_id=profile.id))
    except Refusal as refusal:
        explain(form, refusal)
    return endorsers_page(profile, {sector: form}, status=422)


def group_form(profile: Profile, sector: str) -> WorkingGroupForm:
    form = WorkingGroupForm(prefix=sector)
    form.members.choices = [(one.choice, one.name) for one in endorsing.candidates(profile)]
    return form


def endorsers_page(
    profile: Profile, sent: dict[str, WorkingGroupForm] | None = None, status: int = 200
) -> ResponseReturnValue:
    groups = endorsing.working_groups(profile.id)
    choices = [(one.choice, one.name) for one in endorsing.candidates(profile)]
    forms = {}
    for sector in SECTORS:
        form = (sent or {}).get(sector)
        if form is None:
            group = groups.get(sector)
            form = WorkingGroupForm(
                formdata=None,
                prefix=sector,
                members=[member.choice for member in group.members] if group else [],
                quorum=group.quorum if group else 1,
            )
            form.members.choices = choices
        forms[sector] = form
    return page(
        "alignments/working_groups.html",
        status=status,
        profile=profile,
        forms=forms,
        groups=groups,
        sizes=endorsing.sizes_of(groups.values()),
        sector_words=SECTOR_WORDS,
        **({"form": next(iter(sent.values()))} if sent else {}),
    )
