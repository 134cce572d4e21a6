"""Prints how many queries a coverage's page takes, and how many posts are on it: COVERAGE."""

from __future__ import annotations

import sys

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def main(slug: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(f"/{slug}/", HTTP_HOST="localhost")
    print(len(queries), answer.content.count(b"<article"))


if __name__ == "__main__":
    main(*sys.argv[1:])
