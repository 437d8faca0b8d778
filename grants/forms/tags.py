"""Tags of a form: which fields it asks for, in a sandbox that can look up fields and no more."""

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grants.errors import FormError
from grants.render.common import drawn_cell
from grants.reports.fields import Fields
from grants.reports.speech import Speech
from grants.values.text import did_you_mean, printable_lines

_FILTERS = ("upper", "lower", "trim", "default", "join", "length", "first", "last")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja for forms from outside: fields, conditions and loops; no calls, no calculation."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_only_text)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field by its name, whatever methods the tree of fields has."""
        return self.getitem(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)

    def is_safe_callable(self, _: object) -> bool:
        """Nothing may be called: a field is looked up, not run."""
        return False

    def call_binop(self, _: object, operator: str, __: object, ___: object) -> object:
        """Nothing is calculated: figures come from the ledger."""
        raise SecurityError(f"a form cannot calculate ({operator})")


def _only_text(value: object) -> object:
    if isinstance(value, dict | list):
        raise SecurityError("a group of fields is no text; name one of its fields")
    return value


def shown(value: Any, say: Speech) -> str:
    """A field as people read it; one without a value is blank."""
    return printable_lines(drawn_cell(value, say))


def context(fields: Fields) -> dict[str, Any]:
    """The fields as the tree that dotted names walk through, in words and figures of the language."""
    say = Speech.of(fields.language)
    tree: dict[str, Any] = {}
    for name, value in fields.values.items():
        *path, last = name.split(".")
        inner = tree
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = shown(value, say)
    for name, rows in fields.lists.items():
        tree[name] = [{key: shown(value, say) for key, value in row.items()} for row in rows]
    return tree


def names_used(source: str, sandbox: Sandbox, form: str) -> list[str]:
    """The dotted names that a template asks for, each once; `FormError` for a broken tag."""
    try:
        tree = sandbox.parse(source)
    except TemplateSyntaxError as fault:
        raise FormError(f"{form} has a broken tag: {fault.message}") from None
    except TemplateError as fault:
        raise FormError(f"{form} has a tag that cannot be used: {fault}") from None
    if any(tree.find(kind) for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise FormError(f"{form} has a tag that asks for another file; a form is one file")
    loops = {
        target.name: _dotted(loop.iter)
        for loop in tree.find_all(nodes.For)
        for target in [loop.target]
        if isinstance(target, nodes.Name)
    }
    found: dict[str, None] = {}
    for name in _names(tree):
        head, dot, rest = name.partition(".")
        if head == "loop":
            continue
        if head in loops:
            name = f"{loops[head]}[]{dot}{rest}"  # noqa: PLW2901  # the row of a list by its list
        found[name] = None
    return list(found)


def check_names(names: list[str], fields: Fields, form: str) -> None:
    """Refuse, with `FormError`, a name that is no field; the message names the nearest one."""
    known = {*fields.values, *fields.lists}
    for name, rows in fields.lists.items():
        known.update(f"{name}[]{column}" for column in ("", *(f".{key}" for row in rows[:1] for key in row)))
    for name in names:
        if name not in known:
            raise FormError(f"{form}: there is no field {name!r}{did_you_mean(name, known)}")


def _names(tree: nodes.Node) -> Iterator[str]:
    """Names and dotted names, the longest of each chain."""
    inner = {
        id(node.node)
        for node in tree.find_all((nodes.Getattr, nodes.Getitem))
        if isinstance(node, nodes.Getattr | nodes.Getitem)
    }
    for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Getitem)):
        is_read = not isinstance(node, nodes.Name) or node.ctx == "load"
        if is_read and id(node) not in inner:
            name = _dotted(node)
            if name:
                yield name


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_dotted(node.node)}.{node.arg.value}"
    return ""
