"""What the store knows when a sync begins, and what a sync is asked to do, as values."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sheet_sync.core.sync.begun import Begun
from sheet_sync.core.sync.decisions import Decision, Reopened
from sheet_sync.core.sync.deeds import Deed
from sheet_sync.core.sync.merge import Claims, Conflict
from sheet_sync.core.sync.settling import Settle
from sheet_sync.core.sync.synced import Cells, Key, ReplicaName, RowId, Rows
from sheet_sync.core.sync.under_way import UnderWay
from sheet_sync.core.values import Content, Scalar


@dataclass(frozen=True, slots=True)
class ToolCell:
    """What stands in a computed column when a sync ends: the tool's own value, or one that the user typed over it."""

    value: Scalar
    is_typed: bool = False


ToolCells = Mapping[str, Mapping[RowId, Mapping[str, ToolCell]]]
"""By table, row and field."""


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """One replica as it was when last synced.

    ``dropped`` are columns that the user took out there.  ``intended`` holds what a sync that was cut short was about
    to write into computed columns, ``under_way`` what into the rows: such a value is the tool's.  ``owned`` are the
    marks of what the tool wrote last on a sheet of its own: :mod:`sheet_sync.core.sync.owned_sheets`.
    """

    bases: Mapping[str, Rows] = field(default_factory=dict)
    dropped: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    tool: ToolCells = field(default_factory=dict)
    intended: ToolCells = field(default_factory=dict)
    owned: Mapping[str, frozenset[int]] = field(default_factory=dict)
    under_way: UnderWay = field(default_factory=dict)
    was_cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A known replica that cannot be read now: it is left as it is, and written when it is back.

    ``is_only_read``: nothing is ever written there.
    """

    kind: str
    location: str
    is_only_read: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """All that the store knows of one project.

    ``retired`` are the IDs of deleted rows; ``aliases`` the later headers of columns of the user's own, by table;
    ``deeds`` is what commands wrote since the last sync, ``decisions`` what one that was cut short had settled,
    ``begun`` what a command that was cut short had begun to change.
    """

    project_id: str
    records: Mapping[str, Rows] = field(default_factory=dict)
    retired: Mapping[str, frozenset[RowId]] = field(default_factory=dict)
    replicas: Mapping[ReplicaName, ReplicaState] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    aliases: Mapping[str, Mapping[Key, Key]] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    begun: Begun | None = None

    def replica(self, name: ReplicaName) -> ReplicaState:
        return self.replicas.get(name, ReplicaState())


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to the records that no replica made: a restore, an undo.  ``cells`` of ``None`` deletes the row.

    Only the named cells change, unless ``is_whole``: then the row holds exactly these.  ``claims`` stand against what
    the row says from now on, as open conflicts.  With a ``claimant``, cells that are in conflict already are not
    overruled: the value becomes one more claim.
    """

    table: str
    row: RowId
    cells: Cells | None
    is_whole: bool = False
    claims: Mapping[Key, Claims] = field(default_factory=dict)
    claimant: ReplicaName | None = None
    reopens: Mapping[Key, Reopened] = field(default_factory=dict)

    def giving_way(self, standing: Container[Key]) -> Amendment:
        """The same with a claim in place of every cell that is in conflict."""
        if self.claimant is None or self.cells is None:
            return self
        free = {key: value for key, value in self.cells.items() if key not in standing}
        claims = {key: {self.claimant: value} for key, value in self.cells.items() if key not in free}
        return replace(self, cells=free, claims={**claims, **self.claims})

    def leaves_open(self, key: Key) -> bool:
        """Whether a conflict about that cell of the row is not touched by it."""
        return self.cells is not None and key not in self.cells and key not in self.claims


Amend = Callable[[Mapping[str, Rows]], Sequence[Amendment]]
"""Decides what to change in the merged records, and has seen what the replicas hold now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sync is asked to do.  ``settle`` chooses for single conflicts, ``prefer`` for those left open."""

    as_of: date
    source: str = "sync"
    amend: Amend | None = None
    settle: Settle | None = None
    prefer: Settle | None = None
    allow_deletions: bool = False
    allow_empty: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history: who changed what, from what, to what.

    ``source`` is a replica's name, or the command that did it (``restore``, ``check --fix``).  ``action`` is ``added``,
    ``changed``, ``deleted`` or ``kept`` (typed, but not in the records: a claim in a conflict, a value over a computed
    cell).  A whole row has no ``key`` and carries ``cells``.  A conflict that was ``settled``, or is ``reopened``,
    has a ``key``, and in ``cells`` what each side held.  ``written_to`` are the replicas that the change had to be
    written to.
    """

    source: str
    action: str
    table: str
    row: RowId
    key: Key | None = None
    old: Content = None
    new: Content = None
    cells: Cells | None = None
    written_to: tuple[ReplicaName, ...] = ()
