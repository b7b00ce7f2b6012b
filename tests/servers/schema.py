"""Requests checked against Google's own description of the API, as the real service checks them.

The discovery documents come with the package ``google-api-python-client`` and are read offline.  A misspelt field or
mask is refused here as it would be there.  (The real service also takes ``snake_case`` names; this one does not.)
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import math
import re
from collections.abc import Callable
from typing import Any

from tests.servers.api_errors import Invalid, Json, bad_field, bad_mask
from tests.servers.masks import Mask

Checker = Callable[[Any, str], None]

_INT32 = 2**31


@functools.cache
def document(name: str = "sheets.v4") -> Json:
    """A discovery document."""
    folder = importlib.resources.files("googleapiclient") / "discovery_cache" / "documents"
    found: Json = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def _schema(name: str) -> Json:
    found: Json = document()["schemas"][name]
    return found


def check_body(schema: str, body: Any, root: str = "") -> None:
    """Refuse a body that is not of its schema; null members are taken out, as they mean nothing.

    Raises:
        Invalid: the first fault, at its path.
    """
    _message(schema)(body, root)


@functools.cache
def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda match: "_" + match[0].lower(), name)


def _wrong(path: str, kind: str, value: Any) -> Invalid:
    return bad_field(path, f"Invalid value at '{path}' ({kind}), {json.dumps(value, ensure_ascii=False)}")


@functools.cache
def _message(name: str) -> Checker:
    """A check for a message of a schema, made once."""
    members: dict[str, Checker] = {}

    def check(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong(path, f"type.googleapis.com/google.apps.sheets.v4.{name}", value)
        for key in [key for key, item in value.items() if item is None]:
            del value[key]
        for key, item in value.items():
            checker = members.get(key) or members.setdefault(key, _member(name, key, path))
            checker(item, f"{path}.{_snake(key)}" if path else _snake(key))

    return check


def _member(schema: str, key: str, path: str) -> Checker:
    described = _schema(schema).get("properties", {}).get(key)
    if described is None:
        where = f" at '{path}'" if path else ""
        raise bad_field(path, f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.')
    return _checker(described)


def _checker(described: Json) -> Checker:
    if "$ref" in described:
        return _message(described["$ref"])
    kind = described.get("type")
    if kind == "array":
        return _array(described["items"])
    if kind == "object":
        return _map(_checker(described.get("additionalProperties", {"type": "any"})))
    if "enum" in described:
        return _enum(frozenset(described["enum"]))
    return _SCALARS.get((kind or "", described.get("format", "")), _SCALARS.get((kind or "", ""), _anything))


def _array(items: Json) -> Checker:
    inner = _checker(items)
    kind = "google.protobuf.ListValue" if items.get("type") == "array" else f"google.apps.sheets.v4.{items.get('$ref')}"

    def check(value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise _wrong(path, f"type.googleapis.com/{kind}", value)
        for index, item in enumerate(value):
            inner(item, f"{path}[{index}]")

    return check


def _map(inner: Checker) -> Checker:
    def check(value: Any, path: str) -> None:
        for key, item in value.items():
            inner(item, f"{path}[{key}]")

    return check


def _enum(words: frozenset[str]) -> Checker:
    def check(value: Any, path: str) -> None:
        if value not in words:
            raise _wrong(path, "TYPE_ENUM", value)

    return check


def _scalar(kind: str, fits: Callable[[Any], bool]) -> Checker:
    def check(value: Any, path: str) -> None:
        if not fits(value):
            raise _wrong(path, kind, value)

    return check


def _anything(value: Any, path: str) -> None:
    """Any JSON will do."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_int32(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_INT32 <= value < _INT32


_SCALARS: dict[tuple[str, str], Checker] = {
    ("string", ""): _scalar("TYPE_STRING", lambda value: isinstance(value, str)),
    ("boolean", ""): _scalar("TYPE_BOOL", lambda value: isinstance(value, bool)),
    ("integer", "int32"): _scalar("TYPE_INT32", _is_int32),
    ("number", ""): _scalar("TYPE_DOUBLE", _is_number),
}


def check_mask(mask: Mask, schema: str, at: str = "") -> None:
    """Refuse a ``fields`` parameter that names what the answer can never have."""
    if "*" in mask:
        return
    properties = _schema(schema).get("properties", {})
    for name, below in mask.items():
        path = f"{at}.{name}" if at else name
        if name not in properties:
            raise bad_mask(path)
        described = properties[name]
        while described.get("type") == "array":
            described = described["items"]
        if below and "$ref" in described:
            check_mask(below, described["$ref"], path)
        elif below and described.get("type") != "object":
            raise bad_mask(f"{path}.{next(iter(below))}")
