"""What every response of Django's carries: caching, and the headers that keep foreign code out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from dateline.routing import Audience, policy_of

CONTENT_SECURITY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types dateline"
)
# An embed is made to stand in the pages of other sites; it has no cookies and no forms.
EMBED_SECURITY: Final = CONTENT_SECURITY.replace("frame-ancestors 'none'", "frame-ancestors *")
# A year, in seconds (RFC 6797). Subdomains are not ours to speak for.
TRANSPORT_SECURITY: Final = "max-age=31536000"
_TEXT: Final = ("text/", "application/json", "application/atom", "application/rss", "image/svg")

Respond = Callable[[HttpRequest], HttpResponse]


class GzipText(GZipMiddleware):
    """Compresses text; a picture is compressed already, and is sent from its file as it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def security_headers(respond: Respond) -> Respond:
    """Adds the security headers; Django's own middleware knows no content security policy yet."""
    https = settings.DATELINE_URL.startswith("https://")

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        headers = response.headers
        if https:
            headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        if policy_of(request.resolver_match).embeddable:
            headers["Content-Security-Policy"] = EMBED_SECURITY
            return response
        headers["Content-Security-Policy"] = CONTENT_SECURITY
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return with_headers


def cache_control(respond: Respond) -> Respond:
    """Says how the response may be cached, by the policy of its route."""

    def with_cache_control(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        policy = policy_of(request.resolver_match)
        private = policy.audience is Audience.MEMBERS
        failed = response.status_code >= HTTPStatus.BAD_REQUEST
        response.headers["Cache-Control"] = (
            "no-store" if private or failed else policy.cache_control
        )
        return response

    return with_cache_control
