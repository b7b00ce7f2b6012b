"""Pausing the collector: nested, after an error, and where a script has switched it off itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from sheet_sync.app.collector import collector_paused


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_the_collector_waits_until_the_outermost_work_is_done() -> None:
    gc.enable()
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_the_collector_is_on_again_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="fault"), collector_paused():
        raise ValueError("fault")

    assert gc.isenabled()


def test_a_collector_that_somebody_has_switched_off_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass

    assert not gc.isenabled()
