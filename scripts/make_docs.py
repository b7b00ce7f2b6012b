"""Write the pages that are made from the code: the commands, the workbook's columns, the problems.

``--check`` writes nothing and fails when a page is not what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the pages' own modules stand beside this one

from commands_page import commands_page
from sheet_sync.core.rules.pages import all_pages
from workbook_page import workbook_page

DOCS = Path(__file__).resolve().parents[1] / "docs"
ABOUT = "<!-- Made by scripts/make_docs.py from the code; change that. -->\n\n"


def wanted_pages() -> dict[Path, str]:
    """Every generated page by its path."""
    problems = {DOCS / "problems" / name: ABOUT + text for name, text in all_pages().items()}
    return problems | {DOCS / "commands.md": ABOUT + commands_page(), DOCS / "workbook.md": ABOUT + workbook_page()}


def stale_pages() -> list[Path]:
    """Pages that are missing, not what the code says, or of a rule that is no more."""
    wanted = wanted_pages()
    present = set((DOCS / "problems").glob("*.md"))
    changed = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return sorted({*changed, *present.difference(wanted)})


def main() -> int:
    stale = stale_pages()
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(DOCS.parent)} is stale; run scripts/make_docs.py", file=sys.stderr)
        return 1 if stale else 0
    (DOCS / "problems").mkdir(parents=True, exist_ok=True)
    wanted = wanted_pages()
    for path in stale:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    print(f"{len(stale)} of {len(wanted)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
