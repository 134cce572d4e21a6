"""Handles requests that cannot be decoded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

Respond = Callable[[HttpRequest], HttpResponse]
# Characters of a log message about a response.
MESSAGE_LIMIT: Final = 200


class Request(ASGIRequest):
    """A request that ignores its declared charset, and closes uploads of malformed forms.

    Django's request looks up the charset as a codec of Python and decodes the query string with it.
    Both can raise in the constructor, before any middleware can respond.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )

    def parse_file_upload(
        self, META: Mapping[str, Any], post_data: Any
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]]:
        try:
            return super().parse_file_upload(META, post_data)
        except BaseException:
            # After an error in the middle of a file, Django closes only the files before it. The
            # open file stayed on disk, with its location, until the garbage collector ran.
            for handler in self.upload_handlers:
                handler.upload_interrupted()
            raise


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
    """Shortens the log records about responses, with which any client could fill the log.

    A form that is shown again because a field is not filled in (422) is not logged at all.

    A message about a response is cut, because it contains the path of the request: up to 32 KB. The
    traceback is removed if the status is below 500, since that is the client's fault.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None:
            return True
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            return False
        message = record.getMessage()
        if len(message) > MESSAGE_LIMIT:
            record.msg, record.args = f"{message[:MESSAGE_LIMIT]}…", ()
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
