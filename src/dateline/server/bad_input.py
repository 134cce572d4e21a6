"""Requests that cannot be read: how they are refused, and how that is logged."""

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
    """A request whose declared charset is not taken up when it is made.

    Django looks the charset up among the codecs of Python, and reads the query string anew with it:
    both raise before any middleware could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


def require_utf8(respond: Respond) -> Respond:
    """Refuses a body that is declared in any other charset.

    Forms are sent in the charset of their page, which is UTF-8. Django takes every codec of
    Python's for a charset, `rot13` and `hex` among them, and fails when it decodes the first field.
    """

    def checked(request: HttpRequest) -> HttpResponse:
        declared = (request.content_params or {}).get("charset", "utf-8")
        if declared.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadRequest("A body must be sent in UTF-8.")
        return respond(request)

    return checked


class RefusalsInOneLine(logging.Filter):
    """Leaves out the traceback of what was refused: it was the client's fault, and any client could
    fill the log with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.OK) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
