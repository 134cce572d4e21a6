"""The rules for texts that refer to posts: the post exists, and was not withdrawn."""

from __future__ import annotations

from collections.abc import Container

from dateline.content.tree import Bullets, Part
from dateline.coverage.read import statuses
from dateline.coverage.state import PostStatus
from dateline.desk.errors import CommandRefused
from dateline.journal.models import Coverage


def require_cited(coverage: Coverage, parts: tuple[Part, ...], kept: Container[int] = ()) -> None:
    """Raises CommandRefused if a list cites a post that is missing or was withdrawn.

    The posts in `kept` were cited before. They are not looked at, so that the withdrawal of one
    post does not prevent the correction of another.
    """
    cited = [(position, number) for position, part in enumerate(parts) for number in cited_in(part)]
    new = {number for _, number in cited if number not in kept}
    found = statuses(coverage, new) if new else {}
    for position, number in cited:
        if number in new:
            _require_standing(number, found.get(number), "text", position)


def cited_in(part: Part) -> list[int]:
    """Returns the numbers of the posts that a list cites; [] for any other part."""
    bullets = part.bullets if isinstance(part, Bullets) else ()
    return [number for bullet in bullets for number in bullet.posts]


def require_standing(coverage: Coverage, number: int, field: str) -> PostStatus:
    """Returns the status of a post. Raises CommandRefused if it is missing or was withdrawn."""
    return _require_standing(number, statuses(coverage, {number}).get(number), field)


def _require_standing(
    number: int, status: PostStatus | None, field: str, part: int | None = None
) -> PostStatus:
    if status is None:
        message = f"There is no post {number} in this coverage."
    elif status == "withdrawn":
        message = f"Post {number} was withdrawn. Nothing can refer to it."
    else:
        return status
    raise CommandRefused(message, field=field, part=part)
