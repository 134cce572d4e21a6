"""Blocks are stored as they were rendered, so a change of their templates needs a new version."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import dateline.page
from dateline.page.projection import PageProjection

TEMPLATES = Path(dateline.page.__file__).parent / "templates/page"
# The version of the projection, and the digest of the templates of blocks at that version.
VERSION = 12
DIGEST = "15a0eddcd04dc1c9"


def test_other_templates_of_blocks_have_another_version():
    paths = sorted([*TEMPLATES.glob("blocks/*.html"), *TEMPLATES.glob("parts/*.html")])
    paths.append(TEMPLATES / "claim_line.html")
    digest = sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    assert (PageProjection.version, digest) == (VERSION, DIGEST), (
        "Raise the version of PageProjection, unless a template changed nothing that readers get."
        " Then write both down here."
    )
