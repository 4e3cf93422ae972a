"""Comparing editions, and recording what a board decided about one."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, name_of
from pog.profiles.adopting import record_adoption, withdraw_adoption
from pog.profiles.editions import compare_editions
from pog.profiles.forms import AdoptionForm
from pog.profiles.models import Adoption, Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE, WITHDRAW_ADOPTION
from pog.profiles.queries import edition_by_number, editions_of
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import me, refused
from pog.profiles.views.public import published_profile
from pog.profiles.wording import DESCENT_BADGES, DIFFERENCE_WORDS
from pog.web.doors import NOT_HERE, needs, public
from pog.web.pages import go_to, notice, page


@blueprint.get("/p/<slug>/compare")
@public
def compare_two(slug: str) -> ResponseReturnValue:
    """Any two editions of a profile, word by word; without a choice the two newest."""
    profile = published_profile(slug)
    editions = editions_of(profile)
    if not editions:
        raise NotFound(NOT_HERE)
    by_number = {edition.number: edition for edition in editions}
    new = by_number.get(asked("new"), editions[0])
    earlier = [edition for edition in editions if edition.number < new.number]
    old = by_number.get(asked("old"), earlier[0] if earlier else new)
    difference = compare_editions(old, new)
    return page(
        "profiles/compare_editions.html",
        profile=profile,
        editions=editions,
        old=old,
        new=new,
        difference=difference,
        translations=[(name_of(code), n) for code, n in difference.translations.items()],
        difference_words=DIFFERENCE_WORDS,
        descent_badges=DESCENT_BADGES,
    )


def asked(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@blueprint.get("/profiles/<uuid:profile_id>/adoption")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def adoption(profile: Profile) -> ResponseReturnValue:
    return adoption_page(profile, AdoptionForm(formdata=None, edition=request.args.get("edition")))


def adoption_page(profile: Profile, form: AdoptionForm, status: int = 200) -> ResponseReturnValue:
    editions = editions_of(profile)
    form.edition.choices = [
        (str(one.number), _("Edition %(number)s", number=one.number)) for one in editions
    ]
    return page(
        "profiles/adoption.html", status=status, profile=profile, editions=editions, form=form
    )


@blueprint.post("/profiles/<uuid:profile_id>/adoption")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_adoption(profile: Profile) -> ResponseReturnValue:
    form, status = AdoptionForm(), 422
    number = str(form.edition.data or "")
    edition = edition_by_number(profile, int(number)) if number.isdecimal() else None
    try:
        if form.validate():
            if edition is None:
                raise Refusal(_("Choose the edition that was decided about."), field="edition")
            record_adoption(
                edition,
                body=form.body.data or "",
                decided_on=form.decided_on.data,
                in_favor=form.in_favor.data,
                against=form.against.data,
                abstained=form.abstained.data,
                document_url=form.document_url.data or "",
                note=form.note.data or "",
                review_on=form.review_on.data,
                author=me(profile),
            )
            notice(_("The decision is recorded. Everybody can read it."))
            return go_to(url_for("profiles.edition", slug=profile.slug, number=edition.number))
    except Refusal as refusal:
        status = refused(form, refusal)
    return adoption_page(profile, form, status)


@blueprint.post("/adoptions/<uuid:adoption_id>/withdraw")
@needs(WITHDRAW_ADOPTION)
def withdraw(adoption: Adoption) -> ResponseReturnValue:
    withdraw_adoption(adoption, author=me(adoption.profile))
    notice(_("The record is withdrawn. It stays readable as such."))
    return go_to(
        url_for("profiles.edition", slug=adoption.profile.slug, number=adoption.edition.number)
    )
