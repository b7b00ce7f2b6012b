"""What holds for letters whatever stands in the workbook."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.app.templates import TemplateBox
from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.drafts import file_stem, keys_of
from sheet_sync.core.letters.kinds import KINDS, Wanted, letters_of_kind
from sheet_sync.core.letters.variables import values_for
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, SETTINGS, Kind
from sheet_sync.core.settings import Settings
from sheet_sync.core.values import Content
from sheet_sync.mail.files import file_name
from tests.unit.letter_books import AS_OF, Row, book_of

BOX = TemplateBox(Path(__file__).parent)
RENDERERS = {kind: BOX.renderer(kind, Settings()) for kind in KINDS}
TAGS = re.compile(r"<(?!/?(?:p|ul|li|blockquote|br)(?: ?/)?>)")
"""Any tag that our templates do not make."""

typed = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "{{ name }}{% for %}",
            "- a\n- b; c",
            "She said that it helps. He did too.",
            "[x](javascript:alert(1))",
            "\ue0000\ue001",
            "a\r\nBcc: x@y.example",
            "=1+1",
            "x" * 3_000,
            "Dana",
            "done: it",
        ]
    ),
    st.integers(),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)


def rows_of(fields: list[str], fixed: Row) -> st.SearchStrategy[dict[str, Content]]:
    return st.fixed_dictionaries(dict.fromkeys(fields, typed)).map(lambda row: {**row, **fixed})


free = [field.name for field in CONTACTS.fields if field.kind not in (Kind.ID, Kind.REFERENCE)]
said = [field.name for field in INTERVIEWS.fields if field.kind not in (Kind.ID, Kind.REFERENCE, Kind.DATE)]
contacts = rows_of(free, {"ID": "c-00000001", "Name": "Dana Reyes", "Referred by": "Someone Else", "Status": "Met"})
talks = rows_of(said, {"ID": "i-00000001", "Contact": "c-00000001", "Date": date(2026, 11, 3), "Status": "Done"})
settings = st.fixed_dictionaries({one.name: typed for one in SETTINGS})


@pytest.mark.parametrize("kind", list(KINDS))
@given(contact=contacts, done=talks, to_come=talks, typed_settings=settings, name=st.text(min_size=1, max_size=40))
def test_every_letter_is_made_and_holds_only_what_it_should(
    kind: str, contact: Row, done: Row, to_come: Row, typed_settings: Row, name: str
) -> None:
    """No error, no tag of its own, one line of subject, a name for its file, whatever was typed."""
    coming = {**to_come, "ID": "i-00000002", "Date": date(2026, 11, 30), "Status": "Scheduled"}
    book = book_of([{**contact, "Name": name}], [done, coming], settings=typed_settings, as_of=AS_OF)
    desk = Desk(book)
    if not book.contacts:
        return  # the name says nothing, so the row is none
    for occasion in letters_of_kind(desk, kind, Wanted(book.contacts[0])):
        if occasion.refused:
            continue
        letter = RENDERERS[kind].render(values_for(occasion, desk))

        assert not TAGS.search(letter.html)
        assert len(letter.subject.splitlines()) == 1
        assert letter.text.strip()
        assert "{{" not in letter.text.replace("{{ name }}", "")
        assert keys_of(occasion, desk, "eml")
        assert Path(file_name(file_stem(occasion, desk), "eml")).name
