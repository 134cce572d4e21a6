"""A malformed form is refused clearly, and the part that can be read is shown."""

from __future__ import annotations

import pytest

from dateline.desk.salvage import fields_in
from tests.newsroom import Newsroom, request

pytestmark = pytest.mark.any_database

BODY = (
    b'--b\r\nContent-Disposition: form-data; name="headline"\r\n\r\nWater\r\n'
    b'--b\r\nContent-Disposition: form-data; name="part-0-kind"\r\n\r\ntext\r\n'
    b'--b\r\nContent-Disposition: form-data; name="part-0-text"\r\n\r\nAt the\r\ndoor.\r\n'
    b'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nfour words\r\n'
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\xff\xd8\r\n--b--\r\n'
)


def test_the_fields_of_a_form_are_found_whatever_its_boundary_was_said_to_be():
    assert fields_in(BODY) == {
        "headline": "Water",
        "part-0-kind": "text",
        "part-0-text": "At the\r\ndoor.",
        "password": "four words",
    }


def test_what_was_cut_off_is_kept_as_far_as_it_came():
    assert fields_in(BODY[: BODY.index(b"door.")])["part-0-text"] == "At the\r\n"


def test_more_fields_than_django_takes_are_read_as_far_as_the_limit():
    body = b"&".join(b"f%d=Water" % number for number in range(5000))
    assert 1999 <= len(fields_in(body)) <= 2000


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        "multipart/form-data; boundary=" + "b" * 300,
        "multipart/form-data; boundary=b; charset=rot13",
    ],
)
def test_a_malformed_form_at_the_desk_is_shown_again(newsroom: Newsroom, content_type: str):
    desk = newsroom.desk()
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items()),
        "Content-Type": content_type,
        "Content-Length": str(len(BODY)),
    }
    for path in ("/desk/flood/", "/desk/sign-in/"):
        answer = request(newsroom.address, "POST", path, headers, BODY)
        assert answer.status == 400
        assert "This form could not be read" in answer.text
        assert "four words" not in answer.text
    answer = request(newsroom.address, "POST", "/desk/flood/", headers, BODY)
    assert "At the\r\ndoor." in answer.text
    assert "Water" in answer.text
    assert "Traceback" not in newsroom.stop()
