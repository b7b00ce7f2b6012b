"""The workbook that is being changed: its sheets, tables and formats, over the overlay of parts.

Everything that is decided once for a file is decided here: whether it may be changed at all, how it counts days, which
namespace family it is written in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sheet_sync.core.records import quoted_sheet
from sheet_sync.errors import Refused, WorkbookUnreadable
from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.cellxml import Epoch
from sheet_sync.excel.edit.edits import STRICT, TRANSITIONAL, Edits
from sheet_sync.excel.edit.styles_edit import Styles
from sheet_sync.excel.file import faults

if TYPE_CHECKING:
    from sheet_sync.excel.file.package import Package

_OTHER_KINDS = {"chartsheet": "a chart", "dialogsheet": "a dialog", "xlMacrosheet": "a macro sheet"}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook part lists it; ``part`` is ``""`` where it is missing, ``kind`` the relationship's."""

    name: str
    sheet_id: str
    part: str
    kind: str


@dataclass
class WorkbookEdit:
    """One workbook, with the changes to it so far.  ``notes`` are things a user should know about the result."""

    package: Package
    edits: Edits = field(init=False)
    notes: list[str] = field(default_factory=list)
    unchained: set[tuple[str, str]] = field(default_factory=set)
    has_new_formulas: bool = False
    moved_rows: bool = False
    changed_cells: dict[str, dict[int, set[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.edits = Edits(self.package)

    @property
    def name(self) -> str:
        """What the user calls the file."""
        return self.package.name

    @cached_property
    def part(self) -> str:
        """The workbook's main part."""
        return self.package.workbook_part

    @cached_property
    def _original(self) -> bytes:
        return self.edits.read(self.part)

    @cached_property
    def is_strict(self) -> bool:
        """Whether its markup is of the strict family."""
        tag = splice.root(self._original).open
        return any(v.startswith(STRICT) for k, v in tag.all().items() if k.startswith(b"xmlns"))

    @property
    def office(self) -> str:
        """The beginning of relationship types: ``.../officeDocument/2006/relationships``."""
        return (
            f"{STRICT}officeDocument/relationships"
            if self.is_strict
            else f"{TRANSITIONAL}officeDocument/2006/relationships"
        )

    @property
    def main_namespace(self) -> str:
        """The namespace of workbook and sheets."""
        return f"{STRICT}spreadsheetml/main" if self.is_strict else f"{TRANSITIONAL}spreadsheetml/2006/main"

    @cached_property
    def epoch(self) -> Epoch:
        """How it counts days."""
        for tag in splice.tags(self._original):
            if tag.local == b"workbookPr" and not tag.is_end:
                return Epoch(tag.get(b"date1904") in ("1", "true"))
        return Epoch()

    @cached_property
    def styles(self) -> Styles:
        """Its cell formats."""
        return Styles(self.edits, self.part, is_strict=self.is_strict)

    @cached_property
    def sheets(self) -> tuple[SheetEntry, ...]:
        """Its sheets in order, of every kind, as the file has them."""
        related = {r.id: r for r in self.package.relationships(self.part)}
        found = []
        for tag in splice.tags(self._original):
            if tag.local != b"sheet" or tag.is_end:
                continue
            attributes = tag.all()
            id_ = next((v for k, v in attributes.items() if k.rpartition(b":")[2] == b"id"), "")
            relationship = related.get(id_)
            part = relationship.target if relationship and self.package.find(relationship.target) else ""
            kind = relationship.type.rpartition("/")[2] if relationship else ""
            found.append(SheetEntry(attributes.get(b"name", ""), attributes.get(b"sheetId", ""), part, kind))
        return tuple(found)

    def sheet(self, name: str) -> SheetEntry:
        """The worksheet of that name (letter case does not matter).

        Raises:
            WorkbookUnreadable: there is none, or it holds no cells.
        """
        wanted = name.casefold()
        entry = next((entry for entry in self.sheets if entry.name.casefold() == wanted), None)
        if entry is None:
            names = ", ".join(entry.name for entry in self.sheets)
            raise WorkbookUnreadable(
                f"{self.name} has no sheet named {name}.", where=self.name, hint=f"Its sheets are: {names}."
            )
        if entry.kind in _OTHER_KINDS:
            raise WorkbookUnreadable(
                f"The sheet {name} in {self.name} is {_OTHER_KINDS[entry.kind]}, not cells.",
                where=self.name,
                hint="Name a sheet that has rows and columns.",
            )
        if not entry.part:
            raise faults.damaged(self.name, f"the sheet {name} has no part", where=quoted_sheet(name))
        return entry

    def worksheets(self) -> list[SheetEntry]:
        """The sheets that have cells."""
        return [entry for entry in self.sheets if entry.part and entry.kind == "worksheet"]

    # --- whether it may be changed ---

    def refuse_untouchable(self) -> None:
        """Stop before any change to a workbook that a change would spoil.

        Raises:
            Refused: it is signed, or shared in Excel's old way.
        """
        if any(r.is_a("origin") and "digital-signature" in r.type for r in self.package.relationships("")):
            raise Refused(
                f"{self.name} carries a digital signature, and any change would break it, so nothing was written.",
                where=self.name,
                hint="Remove the signature in Excel (File > Info > View Signatures), or work on a copy without it.",
            )
        if self.edits.related(self.part, "revisionHeaders"):
            raise Refused(
                f"{self.name} is a shared workbook that records who changed what, so nothing was written.",
                where=self.name,
                hint="In Excel, choose Review > Unshare Workbook (or Track Changes > off), save, and run this again.",
            )

    # --- what follows from all changes ---

    def finish(self, *, touched_cells: bool) -> None:
        """Put into the overlay what follows from the changes to sheets: formats, calculation."""
        if "styles" in self.__dict__:
            self.styles.finish()
        if not touched_cells:
            return
        if self.has_new_formulas or self.moved_rows:
            self.drop_calculation_chain()
        elif self.unchained:
            self.unchain(self.unchained)
        if self.has_new_formulas or self.has_formulas():
            self.recalculate()
            self._forget_stale_results()

    def _forget_stale_results(self) -> None:
        from sheet_sync.excel.edit.results import forget_stale, is_saved_by_excel

        if not is_saved_by_excel(self):
            forget_stale(self, self.changed_cells)

    def recalculate(self) -> None:
        """Ask for a full calculation on opening; saved results stay, for those who read without calculating."""
        data = self.edits.read(self.part)
        root = splice.root(data)
        spans = {span.open.local: span for span in splice.children(data, root.open.end, root.inner_end)}
        found = spans.get(b"calcPr")
        if found is not None:
            if found.open.get(b"fullCalcOnLoad") not in ("1", "true"):
                tag = splice.with_attributes(found.open, {b"fullCalcOnLoad": "1"})
                self.edits.write(self.part, data[: found.start] + tag + data[found.open.end :])
            return
        before, colon, _ = root.open.name.rpartition(b":")
        at = max(spans[name].end for name in _BEFORE_CALCULATION if name in spans)
        element = b'<%bcalcPr fullCalcOnLoad="1"/>' % (before + colon)
        self.edits.write(self.part, data[:at] + element + data[at:])

    def has_formulas(self) -> bool:
        """Whether any sheet has a formula; only as much is unpacked as it takes to find one."""
        if self.package.related(self.part, "calcChain"):
            return True
        return any(self._has_formula(entry.part) for entry in self.worksheets())

    def _has_formula(self, part: str) -> bool:
        last = b""
        for chunk in self.edits.stream(part):
            if b"<f" in last + chunk[:2] or b":f" in chunk or b"<f" in chunk:
                return True
            last = chunk[-2:]
        return False

    def drop_calculation_chain(self) -> None:
        """Take the calculation chain out; Excel makes it anew."""
        for part in self.edits.related(self.part, "calcChain"):
            self.edits.remove(part, referred_to_by=self.part)

    def unchain(self, gone: set[tuple[str, str]]) -> None:
        """Take cells (sheet ID, address) out of the calculation chain, for they have no formula any more."""
        for part in self.edits.related(self.part, "calcChain"):
            data = self.edits.read(part)
            kept = _unchained(data, gone)
            if kept is None:
                self.edits.remove(part, referred_to_by=self.part)
            elif kept != data:
                self.edits.write(part, kept)


_BEFORE_CALCULATION = (
    b"workbookPr",
    b"bookViews",
    b"sheets",
    b"functionGroups",
    b"externalReferences",
    b"definedNames",
)


def _unchained(data: bytes, gone: set[tuple[str, str]]) -> bytes | None:
    """The chain without some cells, ``None`` where nothing would be left.

    An entry without ``i`` is on the sheet of the one before it, so the first that stays after a gap says it again.
    """
    splices: list[tuple[int, int, bytes]] = []
    sheet = told = ""  # as this entry's sheet, and as a reader of the result would take it
    left = 0
    root = splice.root(data)
    for span in splice.children(data, root.open.end, root.inner_end):
        sheet = span.open.get(b"i") or sheet
        if (sheet, span.open.get(b"r") or "") in gone:
            splices.append((span.start, span.end, b""))
            continue
        left += 1
        if span.open.get(b"i") is None and sheet != told:
            splices.append((span.start, span.open.end, splice.with_attributes(span.open, {b"i": sheet})))
        told = sheet
    return splice.spliced(data, splices) if left else None
