"""Handles requests that cannot be decoded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

Respond = Callable[[HttpRequest], HttpResponse]


class Request(ASGIRequest):
    """A request that ignores its declared charset.

    Django's request looks up the charset as a codec of Python and decodes the query string with it.
    Both can raise in the constructor, before any middleware can respond.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


def require_utf8(respond: Respond) -> Respond:
    """Middleware that refuses a body in another charset than UTF-8, with status 400.

    Browsers send forms in the charset of the page, which is UTF-8. Django accepts any codec of
    Python as a charset, even `rot13` and `hex`, and fails when it decodes the first field.
    """

    def checked(request: HttpRequest) -> HttpResponse:
        declared = (request.content_params or {}).get("charset", "utf-8")
        if declared.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadRequest("A body must be sent in UTF-8.")
        return respond(request)

    return checked


class RefusalsInOneLine(logging.Filter):
    """Removes the traceback from a log record about a response below 500.

    Such a response is the client's fault, and any client could fill the log with tracebacks.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.OK) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
