"""Translations in the content of an edition: beside the texts they belong to."""

from pog.core.database import Json
from pog.profiles.models import Profile
from pog.profiles.snapshots import nodes_of
from pog.translating.models import Translation
from pog.translating.queries import beside, newest_translations
from pog.translating.texts import MISSING, OUTDATED, texts_of


def add_translations(profile: Profile, content: Json) -> None:
    """Give every text in it its translations; where there are none nothing is added.

    `outdated` says which of them were made from earlier words, and from which.
    """
    by_language: dict[str, list[Translation]] = {}
    for one in newest_translations(profile):
        if one.language != profile.language:
            by_language.setdefault(one.language, []).append(one)
    if not by_language:
        return
    nodes = {node["id"]: node for node in nodes_of(content) if node.get("id")}
    texts = list(texts_of(profile))
    for language, translations in sorted(by_language.items()):
        for line in beside(texts, translations):
            node = nodes.get(str(line.text.subject_id))
            if node is None or line.state == MISSING or line.translation is None:
                continue
            said = node.setdefault("translations", {}).setdefault(language, {})
            said[line.text.field] = line.words
            if line.state == OUTDATED:
                older = node.setdefault("outdated", {}).setdefault(language, {})
                older[line.text.field] = line.translation.original
