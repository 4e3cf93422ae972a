"""Every library profile fits on one page for families, in English and Spanish side by side."""

import io

import pikepdf

from pog.config import resources
from pog.core.clock import now
from pog.exports.formats import FORMATS
from pog.exports.gathering import portrait_of_edition
from pog.library.services import content_of
from pog.profiles.models import Edition, Profile
from pog.profiles.publishing import render_content
from pog.seeding.published import read_profiles


def test_every_library_profile_is_one_tagged_page(app):
    seen = 0
    with app.app_context():
        for facts in read_profiles(resources() / "seeds" / "profiles"):
            content = content_of(facts)
            profile = Profile(id=facts.uuid, slug=facts.id, look={})
            edition = Edition(
                number=1,
                content=content,
                content_hash="",
                rendered=render_content(content),
                notes="",
                published_at=now(),
            )
            portrait = portrait_of_edition(profile, edition, "https://pog.example.org")
            if not portrait.attributes:
                continue
            seen += 1
            made = FORMATS["family-pdf"].make(portrait)
            with pikepdf.open(io.BytesIO(made.content)) as pdf:
                assert len(pdf.pages) == 1, facts.id
                with pdf.open_metadata() as about:
                    assert about["pdfuaid:part"] == "1", facts.id
    assert seen == 19
