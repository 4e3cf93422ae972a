"""What a well-formed identifier, address, date, time or association type looks like."""

import re
from datetime import UTC, date, datetime
from typing import Final

TYPES_1_0: Final = frozenset({
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo",
    "replacedBy", "exemplar", "hasSkillLevel",
})  # fmt: skip
TYPES_1_1: Final = TYPES_1_0 | {"isTranslationOf"}

INTEGER_LIMIT: Final = 2**31 - 1  # the published format is int32

# The published pattern knows versions 1 to 5 and lower case only.
_UUID: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_UUID_SHAPED: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
# The published pattern is not anchored, so "xx ext:a b" would pass it; ours is.
_EXTENDED: Final = re.compile(r"ext:[A-Za-z0-9._-]+")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
# RFC 3986, without the rarer forms of an IP literal.
_PART: Final = r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2}"
_HOST: Final = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*+|\[[0-9A-Fa-f:.]+\]"
_URI: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{{2}})*@)?(?:{_HOST})(?::[0-9]*)?"
    rf"(?:/(?:{_PART})*+)?|(?!//)(?:{_PART})*+)"
    rf"(?:\?(?:{_PART}|\?)*+)?(?:#(?:{_PART}|\?)*+)?"
)
# Only tags of HTML, so that "$a<b$ and c>d" is not taken for one.
_TAGS: Final = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|"
    "colgroup|dd|del|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|"
    "hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|math|meta|nav|object|ol|option|"
    "p|pre|q|s|samp|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|"
    "tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video"
)
TAG: Final = re.compile(rf"<(/?)({_TAGS})(\s[^<>]*)?/?>", re.IGNORECASE)


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def is_uuid_shaped(text: str) -> bool:
    """Also upper case and versions the published pattern does not know."""
    return _UUID_SHAPED.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    return _URI.fullmatch(text) is not None


def is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_datetime(text: str) -> bool:
    return _DATETIME.fullmatch(text) is not None and moment(text) is not None


def moment(text: str) -> datetime | None:
    """The time that was meant, in UTC; a time without a zone is taken as UTC."""
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_association_type(text: str, version: str = "1.1") -> bool:
    if version == "1.0":
        return text in TYPES_1_0
    return text in TYPES_1_1 or _EXTENDED.fullmatch(text) is not None


def is_target_type(text: str) -> bool:
    return text == "CASE" or _EXTENDED.fullmatch(text) is not None


def has_tags(text: str) -> bool:
    return TAG.search(text) is not None
