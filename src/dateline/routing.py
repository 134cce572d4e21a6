"""What each route declares: who may ask, which threads answer, the body limit, and the caching.

The server resolves the policy of a route before it takes in the body of a request.
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
    """Who may ask. The view still checks each person's role."""

    ANYONE = "anyone"
    MEMBERS = "people of the newsroom who are signed in"


class Pool(Enum):
    """The threads that answer; see `server.worker_pools`."""

    PUBLIC = "whatever readers ask for"
    DESK = "the work of people who are signed in"
    PASSWORDS = "checking passwords, which takes a third of a second of processor time each"
    HEALTH = "the health check"


class Held(Enum):
    """How long the server may hold the response in memory and give it to everybody."""

    NEVER = "each request is answered by the view"
    UNTIL_CHANGED = "until the coverage changes that the view names with `hold_until_changed`"
    FOREVER = "the address changes with the content"


@dataclass(frozen=True)
class RoutePolicy:
    """How the server treats the requests of one route.

    `body_limit` is in bytes. `cache_control` goes to browsers and shared caches; it is replaced by
    `no-store` on errors and on everything that is for members. A route that is held must give the
    same response to everybody: the server asks the view without the headers of any reader.
    """

    audience: Audience = Audience.ANYONE
    pool: Pool = Pool.PUBLIC
    pool_for_post: Pool | None = None
    body_limit: int = 16 * 1024
    held: Held = Held.NEVER
    cache_control: str = "no-store"
    embeddable: bool = False


# Where no route matches: the 404 page, and the redirect to an address with its slash.
NO_ROUTE: Final = RoutePolicy()


@dataclass(frozen=True)
class StreamRoute:
    """Addresses below `prefix`, such as `/live/`, are event streams, each named by the rest."""

    prefix: str
    audience: Audience


class CoverageVersion(NamedTuple):
    """A coverage, and its cursor at the time when a response was made from it."""

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
    """A URL pattern as Django's `path` makes it, with the policy of the route."""

    @wraps(view)
    def routed(*args: Any, **given: Any) -> HttpResponseBase:
        return view(*args, **given)

    routed.route_policy = policy  # type: ignore[attr-defined]
    return path(pattern, routed, dict(kwargs or {}), name)


def policy_of(match: ResolverMatch | None) -> RoutePolicy:
    """The policy that was declared with the route; NO_ROUTE where there is none."""
    found: RoutePolicy = getattr(match and match.func, "route_policy", NO_ROUTE)
    return found


def policy_at(address: str) -> RoutePolicy:
    """The policy of the route at a path such as `/flood/`; NO_ROUTE where there is no route."""
    try:
        return policy_of(resolve(address))
    except Resolver404:
        return NO_ROUTE


def hold_until_changed(response: HttpResponseBase, slug: str, cursor: str) -> None:
    """Lets the server hold this response for as long as the coverage is at this cursor.

    The view must have read the cursor before it read anything else of the coverage.
    """
    response.coverage_version = CoverageVersion(slug, cursor)  # type: ignore[attr-defined]


def version_of(response: HttpResponseBase) -> CoverageVersion | None:
    """What was given to `hold_until_changed`."""
    found: CoverageVersion | None = getattr(response, "coverage_version", None)
    return found
