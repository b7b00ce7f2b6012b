"""What ends the loop of ``watch``, and when."""

from __future__ import annotations

import signal

from sheet_sync.app.waking import Alarm, ending_on_signals
from sheet_sync.google import waiting


def test_a_wait_for_google_is_cut_short_at_once() -> None:
    alarm, went_on = Alarm(), False
    with ending_on_signals(alarm), waiting.ending_is_harmless():
        signal.raise_signal(signal.SIGINT)
        went_on = True

    assert not went_on
    assert alarm.is_over
    assert alarm.has_cut_short
    assert not waiting.may_be_ended()


def test_a_step_that_may_be_writing_comes_to_its_end() -> None:
    alarm, went_on = Alarm(), False
    with ending_on_signals(alarm):
        signal.raise_signal(signal.SIGINT)
        went_on = True

    assert went_on
    assert alarm.is_over
    assert not alarm.has_cut_short
