"""Prints the JPEG pictures that posts show, a line each: NUMBER:SHA256."""

from __future__ import annotations

from dateline.content.tree import Photograph
from dateline.coverage.models import PostRow
from dateline.coverage.read import state_of


def main() -> None:
    for row in PostRow.objects.order_by("sort_key"):
        for part in state_of(row).copy.parts:
            if isinstance(part, Photograph):
                jpegs = [each for each in part.renditions if each.media_type == "image/jpeg"]
                print(f"{row.number}:{jpegs[-1].sha256}")


if __name__ == "__main__":
    main()
