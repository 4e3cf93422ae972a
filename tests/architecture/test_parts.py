"""Every part says what it needs and gets by with it, wherever it is rendered."""

import re

import pytest
from jinja2 import meta, nodes

from pog.ballots.methods import METHODS
from pog.live.registry import all_regions
from tests.architecture.sources import is_part, part_names, template_names, template_text

NEEDS = re.compile(r"\A\{#-?\s*needs:(?P<names>[\w\s,]*?)-?#\}")
CONTROLS = re.compile(r"<(form|input|textarea|select|button)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def environment(bare_app):
    return bare_app.jinja_env


@pytest.fixture(scope="module")
def given_everywhere(bare_app):
    """Names every template may use without being passed them."""
    with bare_app.test_request_context():
        context: dict[str, object] = {}
        bare_app.update_template_context(context)
    return set(context) | set(bare_app.jinja_env.globals)


def needs_of(name):
    """The names in the part's first line; None without one."""
    found = NEEDS.match(template_text(name))
    return None if found is None else set(re.findall(r"\w+", found["names"]))


def tree_of(environment, name):
    return environment.parse(template_text(name))


def included_in(tree):
    """Parts a template includes by name."""
    for include in tree.find_all(nodes.Include):
        for constant in include.find_all(nodes.Const):
            if isinstance(constant.value, str) and is_part(constant.value):
                yield constant.value


def takes_a_part_by_name(tree):
    """Whether it includes one that is named elsewhere, such as by a ballot's method."""
    return any(not list(include.find_all(nodes.Const)) for include in tree.find_all(nodes.Include))


def assigned_in(tree):
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}


def test_every_part_says_what_it_needs():
    silent = [name for name in part_names() if needs_of(name) is None]
    assert not silent, "The first line has to be {# needs: … #}:\n" + "\n".join(silent)


def test_every_template_can_be_read(environment):
    for name in template_names():
        if name.endswith(".html"):
            tree_of(environment, name)


def test_a_part_uses_nothing_but_what_it_needs(environment, given_everywhere):
    wrong = []
    for name in part_names():
        tree, needs = tree_of(environment, name), needs_of(name) or set()
        # Jinja takes names set inside a branch for undeclared ones after it.
        used = meta.find_undeclared_variables(tree) - given_everywhere - assigned_in(tree)
        for included in included_in(tree):
            wanted = (needs_of(included) or set()) - given_everywhere
            used |= wanted - assigned_in(tree)
        if more := used - needs:
            wrong.append(f"{name} also needs: {' '.join(sorted(more))}")
        less = needs - used - given_everywhere
        if less and not takes_a_part_by_name(tree):
            wrong.append(f"{name} does not need: {' '.join(sorted(less))}")
    assert not wrong, "\n".join(wrong)


def test_nobody_may_type_inside_what_is_pushed(environment):
    """A live swap over a form control destroys what somebody is typing there."""
    wrong = []
    waiting = {region.template for region in all_regions()}
    for method in METHODS.values():
        waiting |= {method.parts.result, method.parts.wall, method.parts.groups}
    seen = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        tree = tree_of(environment, name)
        waiting |= set(included_in(tree)) - seen
        text = re.sub(r"\{#.*?#\}", "", template_text(name), flags=re.DOTALL)
        wrong += [f"{name}: {match[0]}" for match in CONTROLS.finditer(text)]
    assert seen, "no region is registered"
    assert not wrong, "\n".join(wrong)


def test_what_is_pushed_does_not_depend_on_who_looks(environment):
    """It is rendered once, as nobody in particular."""
    personal = {"actor", "person", "current_user", "request", "session", "g", "may"}
    wrong = {}
    for region in all_regions():
        tree = tree_of(environment, region.template)
        if used := meta.find_undeclared_variables(tree) & personal:
            wrong[region.template] = sorted(used)
    assert not wrong
