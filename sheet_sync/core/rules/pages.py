"""The page of a rule, made of its docstring: what it means, what is wrong, what is right."""

from __future__ import annotations

from difflib import get_close_matches

from sheet_sync.core.rules import GROUPS, RULES, RULES_BY_CODE, Rule

GROUP_TITLES = {
    "sheets": "Sheets and columns",
    "values": "What stands in a cell",
    "references": "Names of others, and IDs",
    "contacts": "People",
    "interviews": "Talks, questions and answers",
    "letters": "What letters need",
}
_SEVERITIES = {
    "error": "an error: sheet-sync cannot work with it, or something you owe would be missed",
    "warning": "a warning: it is probably wrong",
    "info": "a hint",
}


def page_name(rule: Rule) -> str:
    """The file name of a rule's page: ``EM01-not-an-email.md``."""
    return f"{rule.code}-{rule.name.replace('_', '-')}.md"


def render_page(rule: Rule) -> str:
    """A rule's page as Markdown, one sentence a line."""
    title, _, body = rule.about.partition("\n")
    fixing = "`check --fix` mends it where that is safe." if rule.fixable else "Only you can mend it."
    lines = [f"# {rule.code}: {title.rstrip('.')}", "", f"This is {_said(rule)}.", fixing, *_paragraphs(body)]
    return "\n".join(lines).rstrip() + "\n"


def _said(rule: Rule) -> str:
    return _SEVERITIES[rule.severity.value]


def _paragraphs(body: str) -> list[str]:
    """Paragraphs with their line breaks undone, wrong and right as two items of a list."""
    lines = []
    for paragraph in body.strip().split("\n\n"):
        lines.append("")
        if paragraph.startswith("Wrong:"):
            wrong, _, right = paragraph.partition("\nRight:")
            lines += [f"- Wrong:{_joined(wrong.removeprefix('Wrong:'))}", f"- Right:{_joined(right)}"]
        else:
            lines.append(_joined(paragraph).strip())
    return lines


def _joined(text: str) -> str:
    return " " + " ".join(text.split())


def render_index() -> str:
    """The list of all problems, by group."""
    lines = ["# What each problem means", "", "Each problem that `sheet-sync check` names has a page here.", ""]
    lines += ["`sheet-sync explain CODE` prints the same page.", ""]
    for group, rules in GROUPS.items():
        lines += [f"## {GROUP_TITLES[group]}", "", "| code | | what is wrong | `--fix` |", "|---|---|---|---|"]
        lines += [*map(_index_row, rules), ""]
    return "\n".join(lines).rstrip() + "\n"


def _index_row(rule: Rule) -> str:
    fixed = "yes" if rule.fixable else ""
    return f"| [{rule.code}]({page_name(rule)}) | {rule.severity.value} | {rule.title} | {fixed} |"


def all_pages() -> dict[str, str]:
    """Every page by file name, the index as ``README.md``."""
    return {"README.md": render_index()} | {page_name(rule): render_page(rule) for rule in RULES}


def find_rule(code: str) -> Rule | None:
    """The rule with that code, or the name of its page; letter case does not matter."""
    wanted = code.strip()
    by_name = {rule.name: rule for rule in RULES}
    return RULES_BY_CODE.get(wanted.upper()) or by_name.get(wanted.lower().replace("-", "_"))


def nearest_codes(code: str) -> list[str]:
    """Codes that may have been meant."""
    wanted = code.strip().upper()
    same_group = [known for known in RULES_BY_CODE if known[:2] == wanted[:2]]
    return same_group[:3] or get_close_matches(wanted, RULES_BY_CODE, n=3, cutoff=0.75)
