"""No request causes an exception, whatever its address, headers and body."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import hostile
from .addresses import Route, routes
from .conftest import everyday, thorough
from .driver import TOKEN, Driver, undone

ROUTES = routes()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.text or "front")
def test_no_address_and_no_query_ends_in_an_exception(ben: bytes, driver: Driver, route: Route):
    for address in route.every_value():
        for method, cookie in product(("GET", "POST"), (ben, b"")):
            driver.note(method, address, {b"cookie": cookie})
    for query in hostile.QUERIES:
        driver.note("GET", route.address(), {b"cookie": ben}, query=query)
    assert driver.faults() == ""


@pytest.mark.parametrize("address", ["/desk/flood/", "/desk/sign-in/", "/flood/", "/"])
def test_no_header_ends_in_an_exception(ben: bytes, driver: Driver, address: str):
    for name, listed in hostile.HEADERS.items():
        for value in listed:
            driver.note("GET", address, {b"cookie": ben, name: value})
    assert driver.faults() == ""


def test_no_charset_ends_in_an_exception_with_any_query(ben: bytes, driver: Driver):
    for content_type, query in product(hostile.CONTENT_TYPES, hostile.QUERIES):
        driver.note("GET", "/healthz", {b"content-type": content_type}, query=query)
    assert driver.faults() == ""


@pytest.mark.parametrize("address", ["/desk/flood/", "/desk/sign-in/"])
def test_no_body_ends_in_an_exception(ben: bytes, driver: Driver, address: str):
    token = {b"cookie": ben, b"x-csrftoken": TOKEN.encode()}
    for content_type, body in product(hostile.CONTENT_TYPES, hostile.BODIES[:6]):
        driver.note("POST", address, token | {b"content-type": content_type}, body)
    for body in hostile.BODIES:
        for content_type in hostile.READ_AS_FORMS:
            driver.note("POST", address, token | {b"content-type": content_type}, body)
    assert driver.faults() == ""


def _no_request_ends_in_an_exception(driver: Driver, ben: bytes, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(ROUTES))
    choices = data.draw(st.lists(st.integers(0, 30), min_size=route.holes, max_size=route.holes))
    address = route.address(choices)
    method = data.draw(st.sampled_from(hostile.METHODS))
    headers = data.draw(hostile.headers())
    if data.draw(st.booleans()):
        headers[b"cookie"] = ben
    query = data.draw(hostile.queries())
    with undone():
        driver.ask(method, address, headers, data.draw(hostile.bodies()), query)


@everyday
@given(data=st.data())
def test_no_request_ends_in_an_exception(ben: bytes, driver: Driver, data: st.DataObject):
    _no_request_ends_in_an_exception(driver, ben, data)


@pytest.mark.once
@pytest.mark.thorough
@thorough
@given(data=st.data())
def test_no_request_of_hundreds_ends_in_an_exception(
    ben: bytes, driver: Driver, data: st.DataObject
):
    _no_request_ends_in_an_exception(driver, ben, data)
