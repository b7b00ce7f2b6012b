"""The letters' templates: ours, and the user's own in ``templates/`` beside the workbook, which win."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.letters.render import Renderer
    from sheet_sync.core.letters.template import Fault, Template
    from sheet_sync.core.settings import Settings

FOLDER = "templates"
ENDING = ".md.j2"
_MAX_BYTES = 80_000


def our_folder() -> Path:
    """Where our templates are: inside an installed package, beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / FOLDER
    return packed if packed.is_dir() else package.parent / FOLDER


@dataclass(frozen=True, slots=True)
class Found:
    """A template's file, and whether it is the user's own."""

    kind: str
    path: Path
    is_own: bool

    @property
    def shown(self) -> str:
        """How to call it to its user."""
        return f"{FOLDER}/{self.path.name}" if self.is_own else f"our {self.path.name}"


@dataclass(frozen=True)
class TemplateBox:
    """The templates for the workbook in ``folder``; each is read and checked once, when it is first needed."""

    folder: Path

    def find(self, kind: str) -> Found:
        """The template that a kind of letter uses.

        Raises:
            WrongUsage: there is no such kind of letter.
        """
        from sheet_sync.core.letters.kinds import KINDS

        name = kind.removesuffix(ENDING)
        if name not in KINDS:
            raise WrongUsage(f"There is no letter “{kind[:60]}”.", hint=f"The letters are {', '.join(KINDS)}.")
        own = self.folder / FOLDER / f"{name}{ENDING}"
        is_own = own.exists() or own.is_symlink()
        return Found(name, own if is_own else our_folder() / f"{name}{ENDING}", is_own)

    def all(self) -> Iterator[Found]:
        """The template of each kind of letter."""
        from sheet_sync.core.letters.kinds import KINDS

        yield from map(self.find, KINDS)

    def strangers(self) -> Iterator[Path]:
        """Templates of the user that no letter uses, because their name is none of ours."""
        from sheet_sync.core.letters.kinds import KINDS

        own = self.folder / FOLDER
        for path in sorted(own.glob("*.j2")) if own.is_dir() else ():
            if path.name not in {f"{kind}{ENDING}" for kind in KINDS}:
                yield path

    def source(self, found: Found) -> str:
        """The text of a template.

        Raises:
            WrongUsage: it cannot be read as text, or lies outside the folder through a link.
        """
        if found.is_own and not found.path.resolve().is_relative_to(self.folder.resolve()):
            raise WrongUsage(
                f"{found.shown} is a link to a file elsewhere, which is not read.", hint="Put the file itself there."
            )
        try:
            if found.path.stat().st_size > _MAX_BYTES:
                raise WrongUsage(f"{found.shown} is too long for a letter's template.", hint="Shorten it.")
            return found.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise WrongUsage(
                f"{found.shown} is not a text in UTF-8.", hint="Save it as UTF-8 and try again."
            ) from error
        except OSError as error:
            raise WrongUsage(
                f"{found.shown} cannot be read.", hint="Check that it is a file you may read.", detail=str(error)
            ) from error

    def parsed(self, kind: str) -> Template:
        """The parts of a kind's template.

        Raises:
            WrongUsage: it cannot be read.
            TemplateUnusable: its head is not as it must be.
        """
        from sheet_sync.core.letters.template import parse_template

        found = self.find(kind)
        return parse_template(found.shown, self.source(found))

    def renderer(self, kind: str, settings: Settings) -> Renderer:
        """A kind's template, checked and ready.

        Raises:
            TemplateUnusable: something in it cannot be used.
        """
        from sheet_sync.core.letters.catalogue import NAMES
        from sheet_sync.core.letters.render import Renderer
        from sheet_sync.core.letters.wording import listed, locale_of

        locale = locale_of(settings)
        return Renderer(self.parsed(kind), NAMES, lambda items: listed(items, locale))


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: what is wrong, by template."""

    faults: tuple[Fault, ...]
    strangers: tuple[str, ...]
    count: int


def check(folder: Path) -> Checked:
    """Check every template: its head, its variables, its filters, and that a letter comes of it."""
    from sheet_sync.core.letters.template import Fault, TemplateUnusable

    box, count = TemplateBox(folder), 0
    faults: list[Fault] = []
    for found in box.all():
        count += 1
        try:
            _try_out(box, found.kind)
        except TemplateUnusable as error:
            faults += error.faults
        except WrongUsage as error:
            faults.append(Fault(found.shown, 1, error.message, error.hint or ""))
    return Checked(tuple(faults), tuple(_stranger(path) for path in box.strangers()), count)


def _try_out(box: TemplateBox, kind: str) -> None:
    """Render a letter in which nothing is known, and one in which everything is."""
    from sheet_sync.core.letters.catalogue import example_values
    from sheet_sync.core.settings import Settings

    renderer = box.renderer(kind, Settings())
    for values in example_values():
        renderer.render(values)


def _stranger(path: Path) -> str:
    from difflib import get_close_matches

    from sheet_sync.core.letters.kinds import KINDS

    near = get_close_matches(path.name, [f"{kind}{ENDING}" for kind in KINDS], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{FOLDER}/{path.name} is the name of no letter, so it is not used.{hint}"


def copy(folder: Path, kind: str, *, force: bool = False) -> Path:
    """Copy one of our templates into ``templates/`` beside the workbook, for the user to change.

    Raises:
        Refused: there is one already, or the folder cannot be written.
    """
    from sheet_sync.mail.files import write_file

    found = TemplateBox(folder).find(kind)
    target = folder / FOLDER / f"{found.kind}{ENDING}"
    if found.is_own and not force:
        raise Refused(
            f"{target} is there already, so nothing was copied.",
            hint="Change that one, or add --force to replace it with ours.",
        )
    try:
        write_file(target, (our_folder() / target.name).read_bytes())
    except OSError as error:
        raise Refused(
            f"{target} cannot be written.", hint="Check the folder's permissions.", detail=str(error)
        ) from error
    return target


def folder_of(location: str | None) -> Path:
    """The folder whose ``templates/`` belongs to a workbook; the current one for a Google Sheet, or without any."""
    from sheet_sync.app.opening import is_google

    return Path.cwd() if location is None or is_google(location) else Path(location).parent
