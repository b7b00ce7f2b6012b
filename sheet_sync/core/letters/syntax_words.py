"""What is wrong with the marks of a template, in the words of somebody who writes letters."""

from __future__ import annotations

import re

_CLOSE = "Every {{ needs its }}, every {% its %}."
_OPENED = re.compile(r"needs to be closed is '(\w+)'")
_TAG = re.compile(r"unknown tag '(\w+)'")
_LEFT_OVER = re.compile(r"got '([^']*)'$")
_MARK = re.compile(r"unexpected (?:char )?['\"](.{1,2})['\"]")
_INNER_NAMES = ("end of ", "begin of ", "integer", "float", "string")


def said_plainly(message: str) -> tuple[str, str]:
    """Message and hint for what Jinja says of a template that it cannot read."""
    if found := _OPENED.search(message):
        return f"An {{% {found[1]} %}} is not closed.", f"Write {{% end{found[1]} %}} where it ends."
    if found := _TAG.search(message):
        return _wrong_tag(found[1])
    if "expression" in message:
        return "Something is missing between the brackets.", "Name a variable, for example, {{ greeting }}."
    if "end of template" in message:
        return "A bracket is not closed before the end of the template.", _CLOSE
    if found := _MARK.search(message):
        return f"The mark {found[1]} has no place here.", "Look whether a bracket or a quotation mark is missing."
    left = found[1] if (found := _LEFT_OVER.search(message)) else ""
    if left and not left.startswith(_INNER_NAMES):
        return f"“{left}” is not understood here.", "One variable stands between {{ and }}, such as {{ greeting }}."
    return "Something is missing before the closing bracket.", _CLOSE


def _wrong_tag(tag: str) -> tuple[str, str]:
    if tag in ("endif", "endfor", "else", "elif"):
        opener = "for" if tag == "endfor" else "if"
        return f"{{% {tag} %}} belongs to no {{% {opener} %}}.", f"Write {{% {opener} … %}} before it, or delete it."
    return f"There is no {{% {tag} %}}.", "Only if, for and set can stand there."
