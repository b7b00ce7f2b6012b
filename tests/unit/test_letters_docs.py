"""docs/letters.md says what the code does: its variables, filters and kinds are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from sheet_sync.app.templates import TemplateBox
from sheet_sync.cli.letters import KINDS as CLI_KINDS
from sheet_sync.core.letters.catalogue import NAMES, VARIABLES, example_values
from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.filters import FILTERS
from sheet_sync.core.letters.kinds import KINDS
from sheet_sync.core.letters.occasion import Occasion
from sheet_sync.core.letters.variables import values_for
from sheet_sync.core.schema import LETTER_KINDS
from sheet_sync.core.settings import Settings
from sheet_sync.output.templates import variables_as_markdown
from tests.unit.letter_books import book_of, talk

PAGE = Path(__file__).parents[2] / "docs" / "letters.md"


def test_the_table_of_variables_is_that_of_the_code() -> None:
    """Copy the lines of ``variables_as_markdown()`` between the two marks to bring it up to date."""
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("<!-- variables:")[2].partition("-->\n")[2].partition("<!-- end of variables -->")[0]

    assert table.splitlines() == list(variables_as_markdown())


def test_every_filter_and_kind_is_documented() -> None:
    """Nothing is left for the reader to guess."""
    text = PAGE.read_text(encoding="utf-8")

    assert all(f"`{name}`" in text for name in (*FILTERS, "lines", "listed", *KINDS))


def test_the_example_template_works(tmp_path: Path) -> None:
    """The template on the page can be used as it stands."""
    example = re.findall(r"```\n(---\nsubject.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "thank-you.md.j2").write_text(example, encoding="utf-8")
    renderer = TemplateBox(tmp_path).renderer("thank-you", Settings())

    assert all(renderer.render(values).text for values in example_values())


def test_every_variable_is_given_to_every_letter() -> None:
    """The catalogue and what is worked out are the same names."""
    book = book_of(interviews=[talk()])
    for kind in KINDS:
        made = values_for(Occasion(kind, book.contacts[0], "Dana Reyes", book.interviews[0]), Desk(book))

        assert set(made) == set(NAMES)


def test_names_are_given_once_and_explained() -> None:
    """No variable hides another."""
    assert len(set(NAMES)) == len(NAMES)
    assert all(variable.about for variable in VARIABLES)


def test_the_kinds_are_the_same_everywhere() -> None:
    """Schema, command line and letters agree."""
    assert tuple(KINDS) == CLI_KINDS == LETTER_KINDS
