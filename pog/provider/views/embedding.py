"""A profile in a frame of another page: the page itself, and who may frame it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.publishing import rendered_in
from pog.profiles.queries import newest_edition, profile_by_slug_or_id
from pog.profiles.snapshots import read_snapshot
from pog.provider.embedding import ancestors_of, choice_of, let_embed
from pog.provider.forms import EmbeddingForm
from pog.provider.views.blueprint import base_url, blueprint
from pog.web.doors import NOT_HERE, needs, public
from pog.web.headers import may_be_framed
from pog.web.pages import explain, go_to, notice, page


@blueprint.get("/p/<slug>/embed")
@public
def embed(slug: str) -> ResponseReturnValue:
    """The newest edition, to read and nothing else: no cookies, no forms, no scripts."""
    profile = profile_by_slug_or_id(slug)
    edition = newest_edition(profile) if profile is not None else None
    if profile is None or edition is None:
        raise NotFound(NOT_HERE)
    allowed = ancestors_of(profile)
    if allowed is not None:
        may_be_framed(allowed)
    snapshot = read_snapshot(edition.content, request.args.get("lang"))
    return page(
        "provider/embed.html",
        profile=profile,
        edition=edition,
        snapshot=snapshot,
        rendered=rendered_in(edition.rendered, snapshot),
        address=f"{base_url()}/p/{profile.slug}",
    )


@blueprint.get("/profiles/<uuid:profile_id>/embedding")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def embedding(profile: Profile) -> ResponseReturnValue:
    sites = "" if profile.embedding == "*" else profile.embedding.replace(" ", "\n")
    form = EmbeddingForm(data={"choice": choice_of(profile), "sites": sites})
    return embedding_page(profile, form)


def embedding_page(profile: Profile, form: EmbeddingForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "provider/embedding.html",
        status=status,
        profile=profile,
        form=form,
        is_published=newest_edition(profile) is not None,
        may_frame=bool(profile.embedding),
        snippet=(
            f'<iframe src="{base_url()}/p/{profile.slug}/embed" title="{quoted(profile.title)}" '
            'width="100%" height="600" loading="lazy"></iframe>'
        ),
    )


def quoted(text: str) -> str:
    """As it stands in an attribute of HTML that people paste elsewhere."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


@blueprint.post("/profiles/<uuid:profile_id>/embedding")
@needs(PUBLISH_PROFILE, else_hidden_without=VIEW_PROFILE)
def save_embedding(profile: Profile) -> ResponseReturnValue:
    form = EmbeddingForm()
    try:
        if form.validate():
            let_embed(profile, str(form.choice.data), form.sites.data or "")
            notice(_("It is saved who may show the profile."))
            return go_to(url_for("provider.embedding", profile_id=profile.id))
    except Refusal as refusal:
        explain(form, refusal)
    return embedding_page(profile, form, 422)
