"""Damage at random: the fast and the exact way of reading agree, and nothing but the one error comes out."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.records import Grid
from sheet_sync.errors import WorkbookUnreadable
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids, read_project_id
from tests.conftest import SHARED
from tests.excel.workbooks import parts_of, zipped

ROWS = "".join(
    f'<row r="{i}" spans="1:4"{extra}><c r="A{i}" t="s"><v>{i % 3}</v></c><c r="B{i}" s="1"><v>{46000 + i}</v></c>'
    f'<c r="C{i}" s="1"/><c r="D{i}" t="inlineStr"><is><t>note {i}</t></is></c>{last}</row>'
    for i, (extra, last) in enumerate(
        [
            ("", '<c r="E1"><f>A1+1</f><v>2</v></c>'),
            (' hidden="1"', '<c r="E2"><f t="shared" ref="E2:E4" si="0">B2*$B$1</f><v>2</v></c>'),
            ("", '<c r="E3"><f t="shared" si="0"/><v>3</v></c>'),
            (' ht="15"', '<c r="E4" t="e"><v>#N/A</v></c>'),
            ("", '<c r="E5" t="b"><v>1</v></c><c r="F5" t="str"><v>a &amp; b</v></c>'),
            ("", ""),
        ],
        1,
    )
)
STRINGS = ["<t>Dana</t>", '<t xml:space="preserve"> R&amp;D </t>', "<r><t>ri</t></r><r><t>ch</t></r>"]

FRAGMENTS = [
    *(
        "<",
        ">",
        '"',
        "'",
        "&",
        "/",
        "=",
        " ",
        "1",
        "A",
        "\r",
        "\n",
        "\t",
        "é",
        "\u0001",
        "/>",
        "]]>",
        "-->",
        "?>",
        "<!--",
    ),
    *("<![CDATA[", "<?x ", "&amp;", "&#65;", "&x;", "&#0;", "_x000A_", "999999999999999999999", "-1", "1e5", "nan"),
    *("<row>", '<row r="3">', '<row r="9">', "</row>", '<row r="7"/>', "<sheetData>", "</sheetData>", "<x:c>", "<c/>"),
    *("<c>", '<c r="B2">', '<c r="G9">', "</c>", '<c r="A8"><v>1</v></c>', "<v>", "</v>", "<v/>", "<v>7</v>", "</is>"),
    *("<f>", "</f>", "<f/>", "<f>A1</f>", '<f t="array" ref="A1:C2">1</f>', "<is>", "<t>", "</t>", "<t/>", "<r>"),
    *('<c r="H1" t="inlineStr"><is><t>x</t></is></c>', "<si>", "</si>", "<rPh>", "</rPh>", ' t="s"', ' t="str"'),
    *(' t="d"', ' s="9"', ' r="1"', ' r="A3"', ' hidden="true"', ' xmlns="u"', ' xmlns:x="u"'),
]


def read(data: bytes, *, with_patterns: bool) -> tuple[Grid, ...] | None:
    """The grids, or ``None`` where the workbook is refused; any other error fails the test."""
    try:
        return read_grids(Package.from_bytes(data, "fuzz.xlsx"), with_patterns=with_patterns)
    except WorkbookUnreadable:
        return None


def mutated(text: str, edits: list[tuple[float, int, str]]) -> str:
    for place, cut, fragment in edits:
        at = int(place * len(text))
        text = text[:at] + fragment + text[at + cut :]
    return text


edits = st.lists(
    st.tuples(st.floats(0, 0.999), st.sampled_from([0, 0, 0, 1, 2, 5, 20]), st.sampled_from(["", *FRAGMENTS])),
    min_size=1,
    max_size=3,
)


@given(edits=edits, in_strings=st.booleans())
def test_both_ways_agree_on_damaged_markup(edits: list[tuple[float, int, str]], in_strings: bool) -> None:
    parts = parts_of(ROWS, strings=STRINGS, codes=["yyyy-mm-dd"])
    part = "xl/sharedStrings.xml" if in_strings else "xl/worksheets/sheet1.xml"
    parts[part] = mutated(parts[part].decode(), edits).encode("utf-8", "surrogatepass")
    data = zipped(parts)

    assert read(data, with_patterns=True) == read(data, with_patterns=False)


CORPUS = sorted((SHARED / "corpus").rglob("*.xl*"))


@pytest.mark.parametrize("path", CORPUS or [None], ids=[path.name for path in CORPUS] or ["no corpus"])
def test_a_damaged_file_is_read_or_refused(path: Path | None) -> None:
    """Some bytes of a real file changed, in the zip's own structure too."""
    if path is None:
        pytest.skip("../shared/corpus is not beside this checkout, so its workbooks are not damaged")
    original = path.read_bytes()
    rng = random.Random(path.name)
    for _ in range(6):
        data = bytearray(original)
        for _ in range(rng.choice([1, 3, 20])):
            data[rng.randrange(len(data))] = rng.randrange(256)
        end = rng.choice([len(data), len(data), rng.randrange(len(data))])
        with contextlib.suppress(WorkbookUnreadable):
            package = Package.from_bytes(bytes(data[:end]), path.name)
            read_grids(package)
            read_project_id(package)


@pytest.mark.parametrize("path", CORPUS or [None], ids=[path.name for path in CORPUS] or ["no corpus"])
def test_both_ways_agree_on_real_parts_that_are_damaged(path: Path | None) -> None:
    if path is None:
        pytest.skip("../shared/corpus is not beside this checkout, so its workbooks are not damaged")
    package = Package.open(path)
    parts = {part: package.read(part) for part in package.parts}
    rng = random.Random(path.name)
    targets = [part for part in parts if "sheet" in part.lower() or "sharedstrings" in part.lower()]
    for _ in range(4):
        part = rng.choice(targets)
        data = parts[part]
        for _ in range(rng.choice([1, 2, 5])):
            at = rng.randrange(len(data) + 1)
            data = data[:at] + rng.choice(FRAGMENTS).encode() + data[at + rng.choice([0, 1, 10]) :]
        damaged = zipped(parts | {part: data})

        assert read(damaged, with_patterns=True) == read(damaged, with_patterns=False)
