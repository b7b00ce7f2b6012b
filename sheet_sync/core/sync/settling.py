"""Settling conflicts: what was chosen in the sheets, what was asked for by name, which side is preferred.

A choice made under Keep counts before a side that is preferred throughout.  Where two people chose differently, or a
value has changed since it was chosen, nothing is settled and the reason is said.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from sheet_sync.core.sync.conflict_ids import conflict_id
from sheet_sync.core.sync.conflicts_sheet import HERE, THERE, Choice, Line, Mark, display, lines_of, mark_text
from sheet_sync.core.sync.letter_case import same_address
from sheet_sync.core.sync.merge import RECORD, Claims, Conflict
from sheet_sync.core.sync.recognising import folded
from sheet_sync.core.sync.synced import ReplicaName, Value, alike, own_header
from sheet_sync.core.values import shown

Settle = Callable[[Conflict, Claims], tuple[Value] | None]
"""Chooses a conflict's value, as a tuple of one; ``None`` leaves it open.  It is given what each replica holds."""


def titles_of(places: Mapping[ReplicaName, tuple[str, str]]) -> dict[ReplicaName, str]:
    """What the user calls each replica; ``places`` has its kind and location.

    >>> titles_of({"excel": ("excel", "C:/a.xlsx"), "google": ("google", "https://...")})
    {'excel': 'Excel', 'google': 'Google'}
    """
    kinds = [kind for kind, _ in places.values()]
    titles = {RECORD: "as it was synced", "excel": "Excel", "google": "Google"}
    for name, (kind, location) in places.items():
        titles[name] = kind.capitalize() if kinds.count(kind) == 1 else file_name(location)
    return titles


def file_name(location: str) -> str:
    """The last part of a path."""
    return location.replace("\\", "/").rpartition("/")[2]


@dataclass(slots=True)
class Settling:
    """Chooses values for conflicts; ``notes`` say which choices could not be followed, and why.

    ``written`` are the lines that this computer has left in the sheets; a choice in another's is none of its business.
    """

    choices: Mapping[str, Sequence[Choice]]
    titles: Mapping[ReplicaName, str]
    written: Container[Mark] = ()
    asked: Settle | None = None
    prefer: Settle | None = None
    notes: list[str] = field(default_factory=list)

    def __call__(self, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        """The value to keep, as a tuple of one, or ``None``."""
        for chosen in (self._asked, self._chosen, self._preferred):
            if (value := chosen(conflict, held)) is not None:
                return value
        return same_address(conflict)

    def _asked(self, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        return self.asked(conflict, held) if self.asked is not None else None

    def _preferred(self, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        return self.prefer(conflict, held) if self.prefer is not None else None

    def _chosen(self, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        chosen = self.choices.get(conflict_id(conflict), ())
        meant = [(choice, value) for choice in chosen if (value := self._value(choice, conflict, held)) is not None]
        found = [value[0] for _, value in meant]
        if any(not alike(value, found[0]) for value in found):
            said = " and ".join(f"“{shown(choice.keep)}” in {self._title(choice)}" for choice, _ in meant)
            self.notes.append(
                f"{_about(conflict, meant[0][0])}: Keep says {said}, which are two different values, so nothing was "
                "settled. Make them say the same."
            )
            return None
        return (found[0],) if found else None

    def _value(self, choice: Choice, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        line = next((x for x in lines_of(conflict, held, choice.replica, "") if choice.is_about(x)), None)
        if line is None and (choice.id, mark_text(choice.there)) not in self.written:
            return None
        place = f"{choice.ref} in {self._title(choice)}, about {_about(conflict, choice)}"
        if line is None:
            self.notes.append(f"{place}: the value has changed since this was chosen, so look at it once more.")
            return None
        value = _meant(choice, line, held, self.titles)
        if value is None:
            self.notes.append(f"{place}: Keep says “{shown(choice.keep)}”. Choose Here or There.")
        return value

    def _title(self, choice: Choice) -> str:
        return self.titles.get(choice.replica, choice.replica)


def _about(conflict: Conflict, choice: Choice) -> str:
    """The cell in conflict as people call it."""
    return f"{own_header(conflict.key)} of {shown(choice.row) or conflict.row} ({conflict.table})"


def _meant(choice: Choice, line: Line, held: Claims, titles: Mapping[ReplicaName, str]) -> tuple[Value] | None:
    """The value that a word under Keep names: Here, There, a place, or the value itself."""
    word = folded(str(shown(choice.keep)))
    if line.here:
        ours = [name for name, value in held.items() if alike(value, line.here[0])]
        if word in _words(HERE, ours, line.here[0], titles):
            return (line.here[0],)
    return (line.there,) if word in _words(THERE, line.owners, line.there, titles) else None


def _words(side: str, owners: Sequence[ReplicaName], value: Value, titles: Mapping[ReplicaName, str]) -> set[str]:
    """Everything that names a side: the word itself, who holds it, by name or title, and what it says."""
    named = [side, *owners, *(titles.get(name, "") for name in owners), str(display(value))]
    return {folded(each) for each in named} - {""}


def prefer_replica(kind: str) -> Settle:
    """Settles every conflict for the replica of that name or kind."""

    def prefer(conflict: Conflict, held: Claims) -> tuple[Value] | None:
        name = kind if kind in held else next((each for each in held if each.startswith(f"{kind}-")), None)
        return None if name is None else (held[name],)

    return prefer
