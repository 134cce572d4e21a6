"""Opens a coverage without a server: SLUG [FIELD=VALUE …]."""

from __future__ import annotations

import sys

from tests.conftest import open_coverage


def main(slug: str, *fields: str) -> None:
    open_coverage(slug, **dict(field.split("=", 1) for field in fields))


if __name__ == "__main__":
    main(*sys.argv[1:])
