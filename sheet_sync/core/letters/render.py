"""A template and what the workbook knows become a letter.

The template runs in a sandbox that knows a few filters and nothing else, and within bounds: so many characters, so many
rounds of a loop.  Values go through slots (see :mod:`.markdown`), so that nothing typed into a cell can become HTML,
Markdown or template code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheet_sync.core.letters import markdown
from sheet_sync.core.letters.filters import FILTERS, ROUNDS, SHORT, TooMuch, as_words, rounds, short
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.template import Fault, Template, TemplateUnusable, find_faults, parse_tree

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2 import Template as Compiled

MAX_OUTPUT = 100_000
MAX_PIECES = 20_000
MAX_SUBJECT = 200
_LITERAL_GAP = re.compile(r"\[[^\[\]\n]{1,200}\]")
_BEFORE_TEXT = re.compile(r" *(?:- |\d+\. )?")
Value = str | Gap | bool | int | tuple[str | Gap, ...] | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it will be sent: ``text`` and ``html`` say the same; ``to_fill_in`` is what ``[...]`` leave open.

    ``html`` is the body without a head.  ``words`` counts what stands between greeting and signature.
    """

    subject: str
    text: str
    html: str
    to_fill_in: tuple[str, ...] = ()
    words: int = 0


class Renderer:
    """One template, checked and compiled once for all letters of its kind.

    Raises:
        TemplateUnusable: something in the template cannot be used; all faults are told.
    """

    def __init__(
        self, template: Template, known: Sequence[str], listed: Callable[[Sequence[str]], str] = ", ".join
    ) -> None:
        self._template = template
        self._listed = listed
        self._slots: list[str] = []
        self._gaps: dict[int, str] = {}
        self._body_environment = self._environment(autoescape=True, finalize=self._as_slot)
        self._subject_environment = self._environment(autoescape=False, finalize=self._as_words)
        faults = find_faults(template, self._body_environment, known)
        if faults:
            raise TemplateUnusable(tuple(faults))
        self._body = self._compiled(self._body_environment, template.body, template.body_line)
        self._subject = self._compiled(self._subject_environment, template.subject, template.subject_line)

    def render(self, values: Mapping[str, Value]) -> Letter:
        """The letter with these values.

        Raises:
            TemplateUnusable: the template goes beyond its bounds, or fails on these values.
        """
        self._slots, self._gaps = [], {}
        subject = one_line(self._filled(self._run(self._subject, values, self._template.subject_line)))[:MAX_SUBJECT]
        subject_gaps = list(self._gaps.values())
        body = self._run(self._body, values, self._template.body_line)
        tokens = markdown.parse(body)
        open_text = markdown.to_text(tokens)
        html = markdown.to_html(tokens, self._value)
        gaps = dict.fromkeys([*subject_gaps, *_LITERAL_GAP.findall(subject), *self._gaps_in(open_text)])
        text = "\n".join(map(self._filled_line, open_text.split("\n")))
        return Letter(subject, text, html, tuple(gaps), words_of(text))

    def _run(self, compiled: Compiled, values: Mapping[str, Value], first_line: int) -> str:
        pieces, size = [], 0
        try:
            for piece in compiled.generate(values):
                pieces.append(piece)
                size += len(piece)
                if size > MAX_OUTPUT or len(pieces) > MAX_PIECES:
                    raise TooMuch("The letter becomes far too long.")
        except TooMuch as error:
            raise TemplateUnusable((Fault(self._template.name, first_line, str(error)),)) from None
        except Exception as error:
            line = first_line + _line_in_template(error) - 1
            message = f"This does not work with what the workbook says ({type(error).__name__})."
            raise TemplateUnusable((Fault(self._template.name, line, message),)) from error
        return "".join(pieces)

    def _compiled(self, environment: Environment, source: str, first_line: int) -> Compiled:
        faults: list[Fault] = []
        tree = parse_tree(self._template, source, first_line, environment, faults)
        if tree is None:
            raise TemplateUnusable(tuple(faults))
        try:
            return environment.from_string(_bounded(tree))
        except (RecursionError, SyntaxError, MemoryError, TooMuch) as error:
            fault = Fault(self._template.name, first_line, "The template is too deeply nested.")
            raise TemplateUnusable((fault,)) from error

    def _environment(self, *, autoescape: bool, finalize: Callable[[Any], Any]) -> Environment:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            autoescape=autoescape,
            finalize=finalize,
            cache_size=0,
        )
        environment.globals.clear()
        tests = (
            "defined",
            "undefined",
            "none",
            "string",
            "number",
            "equalto",
            "eq",
            "ne",
            "in",
            "lt",
            "le",
            "gt",
            "ge",
        )
        for name in set(environment.tests) - set(tests):
            del environment.tests[name]
        environment.filters.clear()
        environment.filters.update(
            FILTERS | {"lines": self._as_lines, "listed": self._as_list, SHORT: short, ROUNDS: rounds}
        )
        return environment

    def _as_slot(self, value: Any) -> Any:
        from markupsafe import Markup

        if isinstance(value, Markup):
            return value
        text = self._as_words(value)
        self._slots.append(text)
        number = len(self._slots) - 1
        if isinstance(value, Gap):
            self._gaps[number] = value.bracketed
        return Markup(markdown.slot(number))  # noqa: S704  a number between two marks, nothing typed

    def _as_words(self, value: Any) -> str:
        text = as_words(value)
        if isinstance(value, Gap):
            self._gaps.setdefault(-1 - len(self._gaps), value.bracketed)
        return text

    def _as_lines(self, items: Any) -> Any:
        """``{{ signed | lines }}``: each on a line of its own."""
        from markupsafe import Markup

        parts = [items] if isinstance(items, str | Gap) else list(items)
        return Markup("\\\n").join(self._as_slot(part) for part in parts)

    def _as_list(self, items: Any) -> Any:
        """``{{ referrals | listed }}``: A, B, and C."""
        from markupsafe import Markup

        if not isinstance(items, tuple | list):
            return items
        return Markup(self._listed([str(self._as_slot(item)) for item in items]))  # noqa: S704  slots between words

    def _value(self, number: int) -> str:
        """What belongs into a slot; a text put together from slots is filled in turn."""
        return self._filled(self._slots[number])

    def _filled(self, text: str) -> str:
        return markdown.SLOT.sub(lambda match: self._filled(self._slots[int(match[1])]), text)

    def _filled_line(self, line: str) -> str:
        """A line of the text with its values; further lines of a value stand below the first."""
        indent = " " * len(_BEFORE_TEXT.match(line)[0])  # type: ignore[index]  # it always matches
        return self._filled(line).replace("\n", f"\n{indent}")

    def _gaps_in(self, open_text: str) -> list[str]:
        pattern = re.compile(f"{markdown.SLOT.pattern}|({_LITERAL_GAP.pattern})")
        found = (
            self._gaps.get(int(match[1])) if match[1] else self._filled(match[2])
            for match in pattern.finditer(open_text)
        )
        return [gap for gap in found if gap]


def words_of(text: str) -> int:
    """The words of a letter between its greeting and its signature (the last two paragraphs)."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return sum(len(part.split()) for part in paragraphs[1:-2])


def one_line(text: str) -> str:
    """The text on one line, without control and invisible characters: fit for a mail's head or a file's name."""
    spaced = "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in ("Cf", "Cs", "Co")).split())


def _line_in_template(error: BaseException) -> int:
    """The line of the template in which an error arose, as jinja2 notes it in the traceback."""
    line, at = 1, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == "<template>":
            line = at.tb_lineno
        at = at.tb_next
    return line


def _bounded(tree: nodes.Template) -> nodes.Template:
    from jinja2 import nodes

    for loop in tree.find_all(nodes.For):
        loop.iter = _filtered(loop.iter, ROUNDS)
    for assignment in tree.find_all(nodes.Assign):
        assignment.node = _filtered(assignment.node, SHORT)
    return tree


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    from jinja2 import nodes

    assert isinstance(node, nodes.Expr)
    assert node.environment is not None
    made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    made.set_environment(node.environment)
    return made
