"""Route policies: the audience, worker pool, body limit and caching of each route.

The server resolves the policy of a route before it reads the body of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, Final, NamedTuple

from django.http import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, URLPattern, path, resolve


class Audience(Enum):
    """For whom a route is, which decides its pool and its caching.

    The server itself refuses others only for a StreamRoute. A view for members needs the decorator
    `desk.access.signed_in` and checks the person's role. A test requests each of these routes
    without signing in.
    """

    ANYONE = "anyone"
    MEMBERS = "people of the newsroom who are signed in"


class Pool(Enum):
    """The threads that run a view; see `server.worker_pools`."""

    PUBLIC = "requests of readers"
    DESK = "requests of people who are signed in"
    UPLOADS = "their forms with a picture, each of which is encoded for seconds"
    PASSWORDS = "password checks, each of which takes a third of a second of processor time"
    HEALTH = "the health check"


class Held(Enum):
    """How long the server may hold a response in memory and send it to every client."""

    NEVER = "the view runs for each request"
    UNTIL_CHANGED = "until the coverage named in `hold_until_changed` changes, or any of them"
    FOREVER = "the URL contains a hash of the content"


@dataclass(frozen=True)
class RoutePolicy:
    """How the server handles the requests of one route.

    `pool_for_post` replaces `pool` for POST. `body_limit` is in bytes. `cache_control` is the
    Cache-Control header; errors and all routes for members get `no-store` instead. A route whose
    responses are held must respond alike to everybody: the server calls its view with no request
    header except Host.
    """

    audience: Audience = Audience.ANYONE
    pool: Pool = Pool.PUBLIC
    pool_for_post: Pool | None = None
    body_limit: int = 16 * 1024
    held: Held = Held.NEVER
    cache_control: str = "no-store"
    embeddable: bool = False


# For URLs that match no route: the 404 page, and redirects that append a slash.
NO_ROUTE: Final = RoutePolicy()


@dataclass(frozen=True)
class StreamRoute:
    """The event streams below a prefix such as `/live/`. The rest of the path names a coverage."""

    prefix: str
    audience: Audience


class CoverageVersion(NamedTuple):
    """A coverage, and the cursor that it had when a response was rendered from it."""

    slug: str
    cursor: str


def route(
    pattern: str,
    view: Callable[..., HttpResponseBase],
    *,
    policy: RoutePolicy,
    name: str | None = None,
    kwargs: Mapping[str, Any] | None = None,
) -> URLPattern:
    """Returns a URL pattern, as Django's `path` does, with the policy attached to its view."""

    # A wrapper and not the view itself, because several routes may use the same view.
    @wraps(view)
    def routed(*args: Any, **given: Any) -> HttpResponseBase:
        return view(*args, **given)

    routed.route_policy = policy  # type: ignore[attr-defined]
    return path(pattern, routed, dict(kwargs or {}), name)


def policy_of(match: ResolverMatch | None) -> RoutePolicy:
    """Returns the policy declared with a route, or NO_ROUTE."""
    found: RoutePolicy = getattr(match and match.func, "route_policy", NO_ROUTE)
    return found


def policy_at(address: str) -> RoutePolicy:
    """Returns the policy of the route at a path such as `/flood/`, or NO_ROUTE."""
    try:
        return policy_of(resolve(address))
    except Resolver404:
        return NO_ROUTE


def is_nowhere(address: str) -> bool:
    """Whether no route has a path such as `/flood/x/y`, and none would have it with a slash."""
    paths = {address, address.rstrip("/") + "/"}
    return all(policy_at(each) is NO_ROUTE for each in paths)


def hold_until_changed(response: HttpResponseBase, slug: str, cursor: str) -> None:
    """Allows the server to hold this response for as long as the coverage has this cursor.

    `slug` is `journal.cursor.NEWSROOM` for a page with several coverages: no entry may be newer.

    The view must have read the cursor before all other data of the coverage. Otherwise old content
    could be held under a newer cursor.
    """
    response.coverage_version = CoverageVersion(slug, cursor)  # type: ignore[attr-defined]


def version_of(response: HttpResponseBase) -> CoverageVersion | None:
    """Returns the arguments of `hold_until_changed` for this response, or None."""
    found: CoverageVersion | None = getattr(response, "coverage_version", None)
    return found
