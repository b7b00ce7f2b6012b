"""From a letter's Markdown to the text and the HTML of a mail.

What the workbook says never meets the Markdown parser: the body holds a *slot* where a value belongs, and the value is
put in afterwards, escaped for HTML or, in the text, as it was typed.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

OPEN, CLOSE = "\ue000", "\ue001"
"""Private use characters around the number of a slot; a value that holds them loses them."""
SLOT = re.compile(f"{OPEN}(\\d+){CLOSE}")
_SLOT_IN_LINK = re.compile(r"%EE%80%80(\d+)%EE%80%81")
QUOTE_INDENT = "    "


def slot(number: int) -> str:
    """What stands in the Markdown for the value of that number."""
    return f"{OPEN}{number}{CLOSE}"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # No HTML, no pictures from elsewhere; a line that is indented inside an {% if %} is no program code.
    made = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "html_block", "html_inline"])
    usual = made.normalizeLink
    made.normalizeLink = lambda url: quote(url, safe="@/:?=&#") if OPEN in url else usual(url)  # type: ignore[method-assign]
    return made


def parse(markdown: str) -> list[Token]:
    """The blocks of the letter."""
    return _parser().parse(markdown)


def to_html(tokens: Sequence[Token], value: Callable[[int], str]) -> str:
    """The letter as HTML, without a head."""
    html: str = _parser().renderer.render(tokens, _parser().options, {})
    html = _SLOT_IN_LINK.sub(lambda match: quote(value(int(match[1])), safe="@/"), html)
    return SLOT.sub(lambda match: escape(value(int(match[1]))).replace("\n", "<br>\n"), html)


def to_text(tokens: Sequence[Token]) -> str:
    """The letter as plain text, its slots still open: a blank line between paragraphs, bullets as ``- ``."""
    return _Plain(tokens).text()


class _Plain:
    """Walks the blocks once and keeps what stands before each line."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lines: list[str] = []
        self._indents: list[str] = []
        self._marker = ""
        self._counts: list[int | None] = []
        self._tight: list[bool] = []

    def text(self) -> str:
        for token in self._tokens:
            self._take(token)
        return "\n".join(self._lines).strip("\n") + "\n"

    def _take(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._counts.append(None)
            case "ordered_list_open":
                self._counts.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._counts.pop()
                self._space()
            case "list_item_open":
                self._begin_item()
            case "list_item_close" | "blockquote_close":
                self._indents.pop()
                self._marker = ""
            case "blockquote_open":
                self._indents.append(QUOTE_INDENT)
            case "paragraph_open":
                self._tight.append(token.hidden)
            case "paragraph_close":
                if not self._tight.pop():
                    self._space()
            case "inline":
                self._write(_inline(token.children or []))
                if not self._tight:
                    self._space()
            case "hr":
                self._write("* * *")
                self._space()
            case "fence" | "code_block":
                self._write(token.content.rstrip("\n"))
                self._space()

    def _begin_item(self) -> None:
        count = self._counts[-1]
        self._marker = "- " if count is None else f"{count}. "
        self._counts[-1] = None if count is None else count + 1
        self._indents.append(" " * len(self._marker))

    def _write(self, text: str) -> None:
        before = "".join(self._indents)
        for line in text.split("\n"):
            start = before[: len(before) - len(self._marker)] + self._marker if self._marker else before
            self._lines.append((start + line).rstrip())
            self._marker = ""

    def _space(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a paragraph; a link is followed by its address where the words do not say it."""
    parts: list[str] = []
    hrefs: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "link_open":
            hrefs.append(
                (_SLOT_IN_LINK.sub(lambda match: slot(int(match[1])), str(token.attrGet("href") or "")), len(parts))
            )
        elif token.type == "link_close":
            href, start = hrefs.pop()
            address = href.removeprefix("mailto:")
            if address and address != "".join(parts[start:]):
                parts.append(f" ({address})")
    return re.sub(r" {2,}", " ", "".join(parts)).strip(" ")
