"""Middleware that sets the caching and security headers of every response, and compresses text."""

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
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types dateline"
)
# Embeds are shown in frames of other sites. They have no cookies and no forms.
EMBED_SECURITY: Final = CONTENT_SECURITY.replace("frame-ancestors 'none'", "frame-ancestors *")
# One year (RFC 6797). Without includeSubDomains: subdomains do not belong to this newsroom.
TRANSPORT_SECURITY: Final = "max-age=31536000"
_TEXT: Final = ("text/", "application/json", "application/atom", "application/rss", "image/svg")

Respond = Callable[[HttpRequest], HttpResponse]


class GzipText(GZipMiddleware):
    """Compresses text. Pictures are compressed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def security_headers(respond: Respond) -> Respond:
    """Middleware that adds security headers. Django 5.2 has none for Content-Security-Policy."""
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
    """Middleware that sets Cache-Control by the policy of the route."""

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
