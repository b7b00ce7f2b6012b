"""``letters``: draft what is due, or the letters the user names; nothing is ever sent.

follow-ups -> occasions -> template and variables -> a letter -> a file -> the Letters sheet, through the same plan that
sync writes by.  One letter that cannot be made never stops the others.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.letter_files import LetterFolder, why_unwritten
from sheet_sync.app.letters_report import LetterLine, LettersReport, MadeLetter
from sheet_sync.app.opening import read_book
from sheet_sync.app.templates import TemplateBox, folder_of
from sheet_sync.core.layout.unread import unread_sheets
from sheet_sync.core.letters.drafts import DraftState
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.template import TemplateUnusable
from sheet_sync.errors import SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sheet_sync.app.letter_files import Made
    from sheet_sync.core.book import Book
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.drafts import DraftBook
    from sheet_sync.core.letters.kinds import Wanted
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Letter, Renderer, Value
    from sheet_sync.core.records import Snapshot

FOLDER = "letters"
_LONG_WORDS = {"request": 150, "referral": 150, "confirm": 110, "thank-you": 180}
"""From so many words on the user is told that a letter is long.  Source: practice.md, section 1, and a margin."""


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What is asked for, narrowed down by ``kind``, ``for_`` and ``where``.

    Unset, ``folder`` is ``letters/`` by the workbook.
    """

    as_of: date
    kind: str | None = None
    for_: str | None = None
    where: str | None = None
    form: str = "eml"
    folder: Path | None = None
    within_days: int = 7
    dry_run: bool = False
    store: str | None = None


def draft_letters(location: str, options: LetterOptions) -> LettersReport:
    """Draft the letters that are due, or those asked for.

    Raises:
        WorkbookUnreadable: the workbook cannot be read.
        WrongUsage: nobody, or more than one, is called as ``--for`` says, or ``--where`` names no column.
        Refused: the store of drafts cannot be opened.
    """
    from sheet_sync.app.letter_sheet import write_sheet

    report = LettersReport(options.folder or folder_of(location) / FOLDER, options.dry_run)
    desk, occasions = _ready(location, options, report)
    report.unread_sheets = tuple(
        f"{note.where}: {note.message} {note.hint}" for note in unread_sheets(desk.book.layout)
    )
    with _open_drafts(desk.book.snapshot, options) as drafts:
        folder = LetterFolder(report.folder, folder_of(location), options.form, drafts, options.dry_run)
        run = _Run(desk, TemplateBox(folder_of(location)), folder, report)
        for occasion in occasions:
            run.draft(occasion)
    if not options.dry_run:
        write_sheet(location, desk, run.made, folder, report, options.store)
    return report


def _ready(location: str, options: LetterOptions, report: LettersReport) -> tuple[Desk, list[Occasion]]:
    """The workbook as read and the letters to write, its rows with IDs wherever they could be written."""
    from sheet_sync.app.letter_sheet import give_ids

    desk, occasions = _look(location, options, report)
    if options.dry_run or all(one.refused for one in occasions):
        return desk, occasions
    try:
        return _look(location, options, report) if give_ids(location, desk, options.store) else (desk, occasions)
    except SheetSyncError as error:
        report.sheet_error = error
        return desk, occasions


def _look(location: str, options: LetterOptions, report: LettersReport) -> tuple[Desk, list[Occasion]]:
    from sheet_sync.core.letters.desk import Desk

    _, _, book = read_book(location, options.as_of)
    desk, wanted = Desk(book), _wanted(book, options.for_)
    report.for_name = wanted.contact.name if wanted else ""
    found = _occasions(desk, options, wanted)
    if options.where is None:
        return desk, list(found)
    from sheet_sync.core.rows.where_rows import meant, rows_where

    rows = rows_where(book, options.where)
    return desk, [one for one in found if meant(rows, one.contact, one.interview)]


def _wanted(book: Book, for_: str | None) -> Wanted | None:
    """The contact or the talk that ``--for`` means."""
    from sheet_sync.core.letters.kinds import Wanted
    from sheet_sync.core.rows.row_lookup import find_contact, find_place

    if for_ is None:
        return None
    place = find_place(book, for_)
    interview = place.entry if place.entry.table.name == "Interviews" else None
    return Wanted(find_contact(book, for_), interview)


def _occasions(desk: Desk, options: LetterOptions, wanted: Wanted | None) -> Iterable[Occasion]:
    """Why letters are to be written, each letter once."""
    from sheet_sync.core.followups import due
    from sheet_sync.core.letters.kinds import letters_due, letters_of_kind

    if options.kind is not None:
        return letters_of_kind(desk, options.kind, wanted)
    found = letters_due(desk, due(desk.book, options.within_days))
    if wanted is None:
        return found
    return [
        one
        for one in found
        if one.contact is wanted.contact and (wanted.interview is None or one.interview is wanted.interview)
    ]


@contextmanager
def _open_drafts(snapshot: Snapshot, options: LetterOptions) -> Iterator[DraftBook]:
    from sheet_sync.app.ties import canonical
    from sheet_sync.store.drafts import ProjectDrafts
    from sheet_sync.store.place import store_folder
    from sheet_sync.store.store import Store

    place = f"at {canonical(snapshot.kind, snapshot.location)}"
    projects = (snapshot.project_id, place) if snapshot.project_id else (place,)
    with Store.open(store_folder(options.store), read_only=options.dry_run) as store:
        yield ProjectDrafts(store, projects)


@dataclass(slots=True)
class _Run:
    """Drafts one letter after the other; what goes wrong with one is told in its line."""

    desk: Desk
    templates: TemplateBox
    folder: LetterFolder
    report: LettersReport
    made: list[MadeLetter] = field(default_factory=list)
    _renderers: dict[str, Renderer | str] = field(default_factory=dict)

    def draft(self, occasion: Occasion) -> None:
        """Make a letter, or say why not."""
        from sheet_sync.core.letters.sheet import sent_already

        reason = occasion.refused or sent_already(occasion, self.desk) or _unclear(occasion, self.report.is_dry_run)
        if reason:
            self._skip(occasion, reason)
            return
        try:
            self._make(occasion)
        except TemplateUnusable as error:
            self._skip(occasion, f"Its template cannot be used: {error.faults[0]}")
        except OSError as error:
            self.report.has_unwritten = True
            self._skip(occasion, why_unwritten(error, self.folder.folder))
        except Exception as error:  # whatever is wrong with one row, the other letters are made
            self._skip(occasion, f"Something went wrong inside sheet-sync ({type(error).__name__}); it was left out.")

    def _make(self, occasion: Occasion) -> None:
        from sheet_sync.core.letters.variables import values_for
        from sheet_sync.mail.eml import Person

        renderer = self._renderer(occasion.kind)
        if isinstance(renderer, str):
            self._skip(occasion, renderer)
            return
        values = values_for(occasion, self.desk)
        letter = renderer.render(values)
        settings = self.desk.book.settings
        made = self.folder.make(occasion, letter, Person(settings.your_name, settings.your_email), self.desk)
        self.made.append(MadeLetter(occasion, letter, made))
        self.report.lines.append(_line(occasion, letter, made, _warning(occasion, values)))

    def _renderer(self, kind: str) -> Renderer | str:
        """The template of a kind, or why it cannot be used; told once in full."""
        if kind not in self._renderers:
            try:
                self._renderers[kind] = self.templates.renderer(kind, self.desk.book.settings)
            except SheetSyncError as error:
                self.report.template_errors.append(error)
                self._renderers[kind] = "Its template cannot be used; what is wrong with it is said below."
        return self._renderers[kind]

    def _skip(self, occasion: Occasion, reason: str) -> None:
        self.report.lines.append(
            LetterLine(
                occasion.kind,
                occasion.name,
                DraftState.SKIPPED,
                occasion.contact,
                occasion.interview,
                reason=reason,
            )
        )


def _unclear(occasion: Occasion, is_dry_run: bool) -> str:
    """Why a letter cannot be filed: two people of one name, and no IDs by which to tell them apart."""
    contact = occasion.contact
    if contact is None or contact.id or is_dry_run:
        return ""
    if len(contact.book.people.match(contact.text("Name")).entries) < 2:
        return ""
    return f"Two contacts are called {occasion.name} and have no ID yet. Run sync, then letters again."


def _warning(occasion: Occasion, values: Mapping[str, Value]) -> str:
    """What the user should know of a thank-you that has nothing of the talk to quote."""
    learned = values["learned"]
    gap = learned[0] if isinstance(learned, tuple) and learned else None
    if occasion.kind != "thank-you" or occasion.interview is None or not isinstance(gap, Gap):
        return ""
    cell = occasion.interview.ref("What I learned") or "Interviews"
    if gap.speaks:
        return f"What {cell} says is about them or for yourself: put it into words to them."
    return f"Nothing is written down in {cell}: fill in what you learned, there or in the letter."


def _line(occasion: Occasion, letter: Letter, made: Made, warning: str) -> LetterLine:
    limit = _LONG_WORDS.get(occasion.kind, 150)
    long = f"It has {letter.words} words, which is long for this letter." if letter.words > limit else ""
    return LetterLine(
        occasion.kind,
        occasion.name,
        made.decision.state,
        occasion.contact,
        occasion.interview,
        letter.subject,
        made.path,
        " ".join(part for part in (made.reason, warning, long) if part),
        letter.to_fill_in,
    )
