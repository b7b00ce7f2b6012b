"""Carrying out what was decided: note it, write it, read it back, and only then remember it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync import __version__
from sheet_sync.core.changes import SetCell
from sheet_sync.errors import Refused, SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.sync_decide import Run
    from sheet_sync.core.changes import Change
    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.sync_state import Event
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica

_COPIES_KNOWN = 50


def write_all(run: Run) -> None:
    """Note the intent, write each replica, read it back, and save what was learned: also when one of them fails."""
    from sheet_sync.core.sync.sync_events import find_overwritten

    overwritten = tuple(find_overwritten(run.plan))
    failure: SheetSyncError | None = None
    for name, replica in run.replicas.items():
        if name in run.copies:
            continue
        made = run.plan.replicas[name]
        try:
            run.after[name] = _write(run, name, replica, overwritten) if made.plan else made.snapshot
        except SheetSyncError as error:
            if not run.after and made.snapshot.project_id != run.project:
                _put_back(run, error)
                raise  # the others must not be tied to records that the workbook itself knows nothing of
            failure = failure or error
    if failure is not None and not any(run.plan.replicas[name].plan for name in run.after):
        _put_back(run, failure)
        raise failure  # nothing was written anywhere
    _save(run)
    if failure is not None:
        raise failure


def _put_back(run: Run, error: SheetSyncError) -> None:
    """Let nothing that was refused be taken for begun.  What Google did not answer to may well be done."""
    if isinstance(error, Refused) and run.plan.begun is not None:
        run.store.note_begun(run.project, run.plan.state.begun)


def _write(run: Run, name: str, replica: Replica, overwritten: Sequence[Event]) -> Snapshot:
    from sheet_sync.app.ties import canonical
    from sheet_sync.core.sync.tool_cells import changed_cells
    from sheet_sync.core.sync.under_way import under_way
    from sheet_sync.store.saving import Intent

    made = run.plan.replicas[name]
    place = canonical(replica.kind, replica.location)
    known = run.plan.state.replica(name).tool
    tool = {table: dict(changed_cells(known.get(table, {}), rows)) for table, rows in made.tool.items()}
    intent = Intent(name, place, tool, under_way(made.outgoing), run.plan.decisions, run.plan.begun, overwritten)
    run.store.note_intent(run.project, intent)
    after = replica.write(made.plan, made.snapshot)
    run.notes += getattr(replica, "notes", ())
    for change in getattr(replica, "unwritten", ()):
        run.incomplete.add(name)
        _note_missed(run, name, change)
    return after


def _note_missed(run: Run, name: str, change: Change) -> None:
    """A cell that a replica left as it is: it was protected, or edited in that very moment."""
    if not isinstance(change, SetCell) or change.row_id is None or not change.table:
        return
    missed = run.plan.replicas[name].missed
    missed.add((change.table, change.row_id, change.field))
    read = run.plan.reads[name].get(change.table)
    person = read.split_name if read is not None else None
    if person is not None and change.ref.column in [part.number for part in (person.first, person.last) if part]:
        missed.add((change.table, change.row_id, person.name))  # half a name: the whole is not in step


def _save(run: Run) -> None:
    from sheet_sync.core.sync.sync_outcome import find_outcome

    source = run.plan.begun.source if run.plan.begun is not None else run.options.source
    outcome = find_outcome(run.plan, run.after, source)
    run.store.save(run.project, outcome, [_known(run, name) for name in run.after], source)


def _known(run: Run, name: str) -> KnownReplica:
    from sheet_sync.app.ties import canonical
    from sheet_sync.store.projects import KnownReplica

    after = run.after[name]
    return KnownReplica(
        project=run.project,
        name=name,
        kind=after.kind,
        location=canonical(after.kind, after.location),
        fingerprint=after.fingerprint,
        as_of=run.options.as_of.isoformat(),
        version=__version__,
        summary={
            "problems": run.plan.replicas[name].problems,
            "is_complete": not (
                run.plan.conflicts
                or run.plan.replicas[name].missed
                or name in run.incomplete
                or run.plan.only_read - run.copies
                or run.absent
            ),
            "is_only_read": name in run.plan.only_read,
            "title": after.title,
            "merged": _merged(run),
        },
    )


def _merged(run: Run) -> list[str]:
    """The fingerprints of the copies that were merged last, so that the same is not merged twice."""
    before = [each for known in run.store.replicas(run.project) for each in known.summary.get("merged", ())]
    return [*dict.fromkeys([*before, *(run.snapshots[name].fingerprint for name in sorted(run.copies))])][
        -_COPIES_KNOWN:
    ]


def is_as_foreseen(run: Run, name: str) -> bool:
    """Whether every row came to stand where the plan took it to be: the links of the sheet Problems go by that."""
    from sheet_sync.core.sync.applied import apply_plan

    made, after = run.plan.replicas[name], run.after[name]
    if after is made.snapshot:
        return True
    foreseen = apply_plan(made.snapshot, made.plan)
    return all(
        (there := after.grid(grid.name)) is not None and there.rows.keys() == grid.rows.keys()
        for grid in foreseen.grids
    )
