"""Field masks: ``a.b``, ``a/b``, ``a(b,c)`` and ``*``, to cut an answer or to say what an update touches."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.api_errors import Invalid, Json

Mask = dict[str, Any]
"""A tree of names; a name without children stands for everything below it."""

_TOKEN = re.compile(r"[A-Za-z0-9_*@$-]+|[(),./]")


def parse(text: str) -> Mask:
    """The tree of a mask.

    Raises:
        Invalid: it is not written as a mask is.
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise Invalid("Request contains an invalid argument.")
    mask: Mask = {}
    rest = _fill(mask, tokens)
    if rest:
        raise Invalid("Request contains an invalid argument.")
    return mask


def _fill(mask: Mask, tokens: list[str]) -> list[str]:
    """Add paths to ``mask`` until a closing bracket; give the tokens that are left."""
    while tokens and tokens[0] != ")":
        node, tokens = _path(mask, tokens)
        if tokens and tokens[0] == "(":
            tokens = _fill(node, tokens[1:])
            if not tokens:
                raise Invalid("Request contains an invalid argument.")
            tokens = tokens[1:]
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
    return tokens


def _path(mask: Mask, tokens: list[str]) -> tuple[Mask, list[str]]:
    node = mask
    while True:
        if not tokens or tokens[0] in "(),./":
            raise Invalid("Request contains an invalid argument.")
        node = node.setdefault(tokens[0], {})
        tokens = tokens[1:]
        if not tokens or tokens[0] not in "./":
            return node, tokens
        tokens = tokens[1:]


def cut(mask: Mask, node: Any) -> Any:
    """What the mask leaves of an answer; names the answer lacks are skipped."""
    if not mask or "*" in mask:
        return node
    if isinstance(node, list):
        return [cut(mask, item) for item in node]
    if isinstance(node, dict):
        return {name: cut(below, node[name]) for name, below in mask.items() if name in node}
    return node


def below(mask: Mask, *path: str) -> Mask:
    """The part of a mask under a path; empty, so everything, where it names nothing finer."""
    for name in path:
        mask = mask.get(name, {})
    return mask


def without(mask: Mask, *path: str) -> Mask:
    """The mask that takes everything under a path it names, for parts that were cut when they were made."""
    name, *rest = path
    if not mask or name not in mask:
        return mask
    return {**mask, name: without(mask[name], *rest) if rest else {}}


def wants(mask: Mask, *path: str) -> bool:
    """Whether the mask keeps anything at this path."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def update(target: Json, source: Json, mask: Mask) -> Json:
    """``target`` with the named fields as in ``source``; a named field that ``source`` lacks is cleared."""
    if "*" in mask:
        return dict(source)
    result = dict(target)
    for name, below in mask.items():
        if below and "*" not in below:
            inner = update(result.get(name) or {}, source.get(name) or {}, below)
            value: Any = inner or None
        else:
            value = source.get(name)
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result
