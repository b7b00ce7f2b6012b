"""Colours come twice in answers: as ``xColor`` and as ``xColorStyle``.

Recorded: a part is kept as one of 256 steps and comes back as a 32-bit float; a part that is 0 is left out.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from tests.servers.api_errors import Json

_NAMES = ("backgroundColor", "foregroundColor", "tabColor")
_PARTS = ("red", "green", "blue", "alpha")


def _stepped(value: float) -> float:
    step = math.floor(value * 255 + 1e-6) / 255
    single = struct.unpack("f", struct.pack("f", step))[0]
    short = float(f"{single:.8g}")
    return int(short) if short.is_integer() else short


def tidy(color: Json) -> Json:
    """A colour as answers write it."""
    stepped = {part: _stepped(color[part]) for part in _PARTS if color.get(part)}
    return {part: value for part, value in stepped.items() if value}


def completed(node: Any) -> Any:
    """The same JSON with each colour in both forms; the style wins where both were given (documented)."""
    if isinstance(node, list):
        return [completed(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {name: completed(value) for name, value in node.items()}
    for name in _NAMES:
        style = node.get(name + "Style")
        if style and "rgbColor" in style:
            result[name] = tidy(style["rgbColor"])
            result[name + "Style"] = {"rgbColor": tidy(style["rgbColor"])}
        elif name in node and not style:
            result[name] = tidy(node[name])
            result[name + "Style"] = {"rgbColor": tidy(node[name])}
    return result


def without_twins(target: Json, source: Json) -> Json:
    """``target`` without the other form of each colour that ``source`` is about to set."""
    twins = {name + "Style" for name in _NAMES if name in source} | {n for n in _NAMES if n + "Style" in source}
    result = {name: value for name, value in target.items() if name not in twins}
    for name, value in source.items():
        if isinstance(value, dict) and isinstance(result.get(name), dict):
            result[name] = without_twins(result[name], value)
    return result
