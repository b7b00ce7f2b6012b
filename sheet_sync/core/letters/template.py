"""A template file, taken apart and checked before anything is rendered.

    ---
    subject: Thank you for {{ talk_when }}
    ---
    Dear {{ greeting }},

    **Markdown** with ``{{ variables }}``, ``{% if %}``, ``{% for %}`` and ``{% set %}``.

A template may come from a stranger, so only the few statements that a letter needs are let through: no attributes, no
calls, no macros, no includes.  All faults are told at once, each with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

MAX_CHARACTERS = 20_000
MAX_LOOP_DEPTH = 2
MAX_OPERANDS = 50
FRONT_MATTER_KEYS = ("subject",)
_LOOP_ATTRIBUTES = ("index", "index0", "first", "last", "length", "revindex")
_ALLOWED = frozenset(
    {
        "Template", "Output", "TemplateData", "Name", "Const", "If", "For", "Assign", "Filter", "Test", "Compare",
        "Operand", "And", "Or", "Not", "CondExpr", "Concat", "Getitem", "Getattr", "List", "Tuple",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a template."""

    template: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.template}, line {self.line}: {self.message} {self.hint}".rstrip()


class TemplateUnusable(WrongUsage):
    """A template that no letter can be made from; ``faults`` are all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)), hint="Put the template right, or move it away to use ours.")


@dataclass(frozen=True, slots=True)
class Template:
    """A template's parts as source, with the line of the file on which each begins."""

    name: str
    subject: str
    subject_line: int
    body: str
    body_line: int


def parse_template(name: str, source: str) -> Template:
    """The parts of a template file.

    Raises:
        TemplateUnusable: it has no subject, a line of its head cannot be read, or it is too long.
    """
    if len(source) > MAX_CHARACTERS:
        message = f"A letter's template is at most {MAX_CHARACTERS:,} characters long; this one has {len(source):,}."
        raise TemplateUnusable((Fault(name, 1, message),))
    lines = source.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if lines[0].strip() != "---" or end is None:
        hint = "Begin the file with three lines: ---, then subject: and the subject, then --- again."
        raise TemplateUnusable((Fault(name, 1, "The template has no subject.", hint),))
    head, faults = _head(name, lines[1:end])
    if "subject" not in head and not faults:
        faults.append(Fault(name, 1, "The template has no subject.", "Add a line such as subject: Thank you."))
    if faults:
        raise TemplateUnusable(tuple(faults))
    line, subject = head["subject"]
    return Template(name, subject, line, "\n".join(lines[end + 1 :]), end + 2)


def _head(name: str, lines: list[str]) -> tuple[dict[str, tuple[int, str]], list[Fault]]:
    """What the lines between the two ``---`` say: key to its line and value."""
    head: dict[str, tuple[int, str]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key, value = key.strip().casefold(), value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if not colon or key not in FRONT_MATTER_KEYS:
            hint = f"Only {' and '.join(FRONT_MATTER_KEYS)} and its text can stand before the letter."
            faults.append(Fault(name, number, f"“{line.strip()[:40]}” is not understood here.", hint))
        elif value:
            head[key] = (number, value)
    return head, faults


def find_faults(template: Template, environment: Environment, known: Collection[str]) -> list[Fault]:
    """All that keeps the template from being rendered, in the order of its lines."""
    faults: list[Fault] = []
    for source, first_line in ((template.subject, template.subject_line), (template.body, template.body_line)):
        tree = parse_tree(template, source, first_line, environment, faults)
        if tree is not None:
            found = _faults_of(tree, environment, known)
            faults += [Fault(template.name, first_line + line - 1, *words) for line, *words in found]
    return sorted(set(faults), key=lambda fault: (fault.line, fault.message))


def parse_tree(
    template: Template, source: str, first_line: int, environment: Environment, faults: list[Fault]
) -> nodes.Template | None:
    """The syntax tree of a part; ``None``, and one more fault, where it has none."""
    from jinja2 import TemplateSyntaxError

    from sheet_sync.core.letters.syntax_words import said_plainly

    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        line = first_line + error.lineno - 1
        faults.append(Fault(template.name, line, *said_plainly(error.message or "")))
    except RecursionError:
        faults.append(Fault(template.name, first_line, "Brackets are nested too deeply."))
    return None


Found = tuple[int, str, str]


def _faults_of(tree: nodes.Template, environment: Environment, known: Collection[str]) -> Iterator[Found]:
    from jinja2 import nodes

    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")} | {"loop"}
    for node, depth in _walk(tree, 0):
        if type(node).__name__ not in _ALLOWED:
            yield node.lineno, *_not_allowed(node)
        elif isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in {*known, *own}:
            yield (
                node.lineno,
                f"There is no variable “{node.name[:40]}”.",
                _nearest(node.name, known, "Known variables: "),
            )
        elif isinstance(node, nodes.Filter) and node.name not in environment.filters:
            yield (
                node.lineno,
                f"There is no filter “{node.name[:40]}”.",
                _nearest(node.name, environment.filters, "Filters: "),
            )
        elif isinstance(node, nodes.Test) and node.name not in environment.tests:
            yield node.lineno, f"There is no test “{node.name[:40]}”.", ""
        elif isinstance(node, nodes.Getattr) and not _is_loop_attribute(node):
            yield node.lineno, *_not_allowed(node)
        elif isinstance(node, nodes.For) and (depth > MAX_LOOP_DEPTH or node.recursive):
            yield node.lineno, "Loops stand too deep in each other.", f"At most {MAX_LOOP_DEPTH} fit into a letter."
        elif isinstance(node, nodes.Concat) and len(node.nodes) > MAX_OPERANDS:
            yield node.lineno, "Too many parts are joined with ~.", ""


def _walk(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    """Every node with the number of loops it stands in, itself included."""
    from jinja2 import nodes

    depth += isinstance(node, nodes.For)
    yield node, depth
    for child in node.iter_child_nodes():
        yield from _walk(child, depth)


def _is_loop_attribute(node: nodes.Getattr) -> bool:
    from jinja2 import nodes

    return isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr in _LOOP_ATTRIBUTES


def _not_allowed(node: nodes.Node) -> tuple[str, str]:
    """What to say of something that a letter's template may not do."""
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return f"“.{node.attr[:40]}” cannot be used: a variable has no parts.", "For capitals write {{ name | upper }}."
    if isinstance(node, nodes.Call):
        return "Nothing can be called in a template.", "For capitals write {{ name | upper }}."
    if isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
        return "A template cannot read other files.", "Copy what you need into it."
    return "Calculations, macros and blocks cannot be used in a letter.", "Only {{ }}, if, for and set can."


def _nearest(name: str, known: Collection[str], otherwise: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]}?"
    return f"{otherwise}{', '.join(sorted(known)[:8])} ..." if otherwise else ""
