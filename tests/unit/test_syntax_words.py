"""Faults in a template's marks are told without the template language's own words."""

from __future__ import annotations

import pytest
from jinja2 import Environment, TemplateSyntaxError

from sheet_sync.core.letters.syntax_words import said_plainly

_JARGON = ("token", "statement", "print", "char", "Jinja", "tag", "block", "expression")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ a b }}", "“b” is not understood here."),
        ("{{ a", "A bracket is not closed before the end of the template."),
        ("{% if x %}", "An {% if %} is not closed."),
        ("{% if a %}x{% endfor %}", "An {% if %} is not closed."),
        ("{% endif %}", "{% endif %} belongs to no {% if %}."),
        ("{% foo %}", "There is no {% foo %}."),
        ("{{ }}", "Something is missing between the brackets."),
        ("{% for x y %}{% endfor %}", "“y” is not understood here."),
        ("{{ 'a }}", "The mark ' has no place here."),
        ("{{ a } }", "The mark } has no place here."),
        ("{{ a | }}", "Something is missing before the closing bracket."),
    ],
)
def test_each_fault_is_told_in_plain_words(source: str, said: str) -> None:
    with pytest.raises(TemplateSyntaxError) as raised:
        Environment(autoescape=True).parse(source)

    message, hint = said_plainly(raised.value.message or "")

    assert message == said
    assert hint
    assert not any(word in f"{message} {hint}" for word in _JARGON)
