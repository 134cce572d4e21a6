"""Code of others that the desk serves: unchanged, with its licence, and small."""

from __future__ import annotations

import gzip
import re
import tomllib
from hashlib import sha256
from pathlib import Path

from dateline import desk
from dateline.server.static import HashedFiles, serve

FOLDER = Path(desk.__file__).parent / "static/desk/vendor"
VENDORED = tomllib.loads((FOLDER / "vendor.toml").read_text())


def test_vendored_code_is_what_was_built_and_has_its_licence():
    scripts = {path.name for path in FOLDER.glob("*.js")} - {"prosemirror.entry.js"}
    assert scripts == {each["file"] for each in VENDORED.values()}
    for each in VENDORED.values():
        assert sha256((FOLDER / each["file"]).read_bytes()).hexdigest() == each["sha256"]
        licence = (FOLDER / each["licence_file"]).read_text()
        for name, package in each["packages"].items():
            assert f"{name} {package['version']}\n" in licence
            assert any(f" {name}@{package['version']} " in line for line in each["built_with"])


def test_vendored_code_is_served_as_it_is(rf):
    address = HashedFiles(base_url="/static/").url("desk/vendor/prosemirror.js")
    served = serve(rf.get(address), address.removeprefix("/static/"))
    assert served.content == (FOLDER / "prosemirror.js").read_bytes()


def test_the_scripts_of_the_desk_are_small(rf):
    sizes = {}
    for name in ("desk/desk.js", "desk/vendor/prosemirror.js"):
        address = HashedFiles(base_url="/static/").url(name)
        served = serve(rf.get(address), address.removeprefix("/static/"))
        sizes[name] = len(gzip.compress(served.content))
    assert sizes["desk/vendor/prosemirror.js"] <= 75 * 1024
    assert sum(sizes.values()) <= 130 * 1024


def test_no_two_modules_of_the_desk_define_the_same_name():
    defined = re.compile(
        r"^(?:export )?(?:async )?(?:function|const|let|class) +(\w+)", re.MULTILINE
    )
    modules = [*(FOLDER.parent / "desk").glob("*.js"), FOLDER.parent / "desk.js"]
    names = [name for module in modules for name in defined.findall(module.read_text())]
    assert sorted(names) == sorted(set(names))
