"""The ETags of what readers load: they change with the content, and with whatever else shows it."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings

from dateline import __version__ as VERSION


def etag(*parts: object) -> str:
    """Returns the ETag of a response that `parts` identify: the cursor, and what was asked for.

    It changes with the version of Dateline, since another version may have other templates, and
    with the theme and those settings of which readers see something.
    """
    seen = (
        VERSION,
        settings.DATELINE_THEME.digest,
        settings.DATELINE_LANGUAGE,
        settings.DATELINE_URL,
        settings.DATELINE_WEBSUB,
    )
    form = sha256(repr(seen).encode()).hexdigest()[:12]
    return f'"{"-".join(map(str, parts))}-{form}"'
