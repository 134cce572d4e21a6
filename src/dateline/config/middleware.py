"""What every answer of Django's carries: the headers that keep foreign code and frames out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

CONTENT_SECURITY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types dateline"
)


_TEXT: Final = ("text/", "application/json", "application/atom", "application/rss", "image/svg")


class GzipText(GZipMiddleware):
    """Compresses text; a picture is compressed already, and is sent from its file as it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


EMBED: Final = "/embed/"


def security_headers(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Adds the security headers; Django's own middleware knows no content security policy yet."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if EMBED in request.path:
            # What is made to stand in other sites' pages; it has no cookies and no forms.
            policy = CONTENT_SECURITY.replace("frame-ancestors 'none'", "frame-ancestors *")
            response.headers["Content-Security-Policy"] = policy
            return response
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return with_headers
