"""No value in a form of the desk, and nothing that it publishes, causes an exception."""

from __future__ import annotations

import re
from html import unescape
from itertools import chain
from typing import Final
from urllib.parse import urlencode

import pytest
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

import dateline.desk.forms
from dateline.desk.forms.fields import DeskForm

from . import hostile
from .addresses import routes
from .conftest import everyday, thorough
from .driver import TOKEN, Driver, undone

assert dateline.desk.forms  # its modules define the form classes that are walked through


def _subclasses(form: type) -> list[type]:
    return [form, *chain.from_iterable(map(_subclasses, form.__subclasses__()))]


FORMS: Final = [*dict.fromkeys([*_subclasses(DeskForm)[1:], AuthenticationForm])]
READERS: Final = ("read", "points")
# Pages of the desk with forms that a member fills in.
PAGES: Final = [route for route in routes() if route.text.startswith("desk/")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_value_of_a_field_ends_in_an_exception(ben: bytes, form: type[forms.Form]):
    for name, field in form.base_fields.items():
        for value in hostile.VALUES:
            _fill(form, dict.fromkeys(form.base_fields, "1") | {name: value}, {})
            if isinstance(field, forms.ChoiceField):
                _fill(form, {name: str(next(iter(field.choices), [value])[0])}, {})
        _fill(form, {}, {name: SimpleUploadedFile("a\x00.png", b"no picture", "image/\xff")})


def _fill(
    form: type[forms.Form], fields: dict[str, str], files: dict[str, SimpleUploadedFile]
) -> None:
    with undone():
        data = QueryDict(urlencode(fields, errors="replace"))
        sent = MultiValueDict({name: [file] for name, file in files.items()})
        bound = form(data=data, files=sent)
        if bound.is_valid():
            for name in READERS:
                getattr(bound, name, lambda: None)()
        for name in bound.fields:
            assert bound[name].value() is not Ellipsis
        str(bound)


@pytest.mark.thorough
@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.text)
def test_no_form_that_is_sent_ends_in_an_exception(ben: bytes, driver: Driver, route):
    for address in {route.address([0, choice]) for choice in range(6)}:
        for fields in _forms_at(driver, ben, address):
            for value in hostile.VALUES:
                _send(driver, ben, address, fields, dict.fromkeys(fields, value))
            for action in hostile.ACTIONS:
                _send(driver, ben, address, fields, {"do": action})
    assert driver.faults() == ""


def _a_form_ends_in_no_exception(driver: Driver, ben: bytes, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(PAGES))
    address = route.address([0, data.draw(st.integers(0, 5))])
    for fields in _forms_at(driver, ben, address):
        names = st.sampled_from([*fields, *hostile.FIELDS])
        changed = data.draw(st.dictionaries(names, hostile.values(), min_size=1, max_size=4))
        as_files = tuple(name for name in changed if data.draw(st.booleans()))
        body = hostile.multipart(fields | changed | {"csrfmiddlewaretoken": TOKEN}, files=as_files)
        if data.draw(st.booleans()):
            at, put = data.draw(st.integers(0, len(body))), data.draw(st.binary(max_size=4))
            body = hostile.mutated(body, at, put, len(put))
        headers = {b"cookie": ben, b"content-type": b"multipart/form-data; boundary=b"}
        with undone():
            answer = driver.ask("POST", address, headers, body)
            if answer.status_code == 302:
                _read_everything(driver, ben)


@everyday
@given(data=st.data())
def test_a_form_ends_in_no_exception(ben: bytes, driver: Driver, data: st.DataObject):
    _a_form_ends_in_no_exception(driver, ben, data)


@pytest.mark.once
@pytest.mark.thorough
@thorough
@given(data=st.data())
def test_of_hundreds_of_forms_none_ends_in_an_exception(
    ben: bytes, driver: Driver, data: st.DataObject
):
    _a_form_ends_in_no_exception(driver, ben, data)


def _send(
    driver: Driver, ben: bytes, address: str, fields: dict[str, str], changed: dict[str, str]
) -> None:
    """Sends a form. If it changed the newsroom, every page is read."""
    kept = {name: fields[name] for name in ("idempotency_key", "expected_seq") if name in fields}
    plain = changed | kept if len(changed) > 1 else changed
    body = urlencode(fields | plain | {"csrfmiddlewaretoken": TOKEN}, errors="replace").encode()
    headers = {b"cookie": ben, b"content-type": b"application/x-www-form-urlencoded"}
    driver.note("POST", address, headers, body, then=lambda: _read_everything(driver, ben))


def _read_everything(driver: Driver, ben: bytes) -> None:
    for route in routes():
        driver.ask("GET", route.address(), {b"cookie": ben})


def _forms_at(driver: Driver, ben: bytes, address: str) -> list[dict[str, str]]:
    """The present fields of each form on a page, with those that a browser fills in."""
    with undone():
        page = driver.ask("GET", address, {b"cookie": ben}).content.decode()
    return [
        {
            name: unescape(value[1]) if (value := re.search(r'value="([^"]*)"', tag)) else ""
            for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", form)
            if (named := re.search(r'name="([^"]+)"', tag)) and (name := named[1])
        }
        for form in re.findall(r"<form.*?</form>", page, re.DOTALL)
        if "sign-out" not in form
    ]
