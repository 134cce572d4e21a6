"""The modules of a script become one file: each once, before those that import it."""

from __future__ import annotations

from graphlib import CycleError

import pytest

from dateline.server.modules import join

FILES = {
    "page/live.js": """// The whole.
import { one } from "./live/one.js";
import { two } from "./live/two.js";

function all() {
  // Both.
  return one + two;
}
""",
    "page/live/one.js": 'import { two } from "./two.js";\nexport const one = two - 1;\n',
    "page/live/two.js": "// Two.\n\nexport const two = 2; // really\n",
    "page/alone.js": '(() => {\n  // Alone.\n  const home = "//here";\n})();\n',
}


def test_each_module_is_there_once_before_those_that_import_it():
    assert join("page/live.js", FILES.__getitem__) == (
        "const two=2; // really\nconst one=two-1;function all(){return one+two}"
    )


def test_a_script_without_imports_loses_only_what_says_nothing():
    assert join("page/alone.js", FILES.__getitem__) == '(()=>{const home="//here";\n})();'


def test_modules_that_import_each_other_are_refused():
    files = {
        "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(CycleError):
        join("a.js", files.__getitem__)


def test_a_module_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        join("a.js", {"a.js": 'import { b } from "./b.js";\n'}.__getitem__)
