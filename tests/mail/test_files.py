"""Names that every system allows, files that are whole or not there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.letters.render import Letter
from sheet_sync.mail.files import file_name, html_file, read_hash, text_file, write_file


class TestNames:
    """Windows is the strictest."""

    @pytest.mark.parametrize(
        ("parts", "name"),
        [
            (("thank-you", "Dana Reyes", "2026-11-20"), "thank-you_Dana-Reyes_2026-11-20.eml"),
            (("confirm", "Siobhán O'Dell-Frayne"), "confirm_Siobhán-O'Dell-Frayne.eml"),
            (("request", "李文清"), "request_李文清.eml"),
            (("request", "../../etc/passwd"), "request_etc-passwd.eml"),
            (("request", "..\\..\\x:y*z?"), "request_x-y-z.eml"),
            (("request", "a\nb\x00c\u202ed"), "request_a-bcd.eml"),
            (("request", "Darnell Tewksbury Jr."), "request_Darnell-Tewksbury-Jr.eml"),
            (("request", "   "), "request.eml"),
            (("CON",), "letter_CON.eml"),
            (("...",), "letter.eml"),
        ],
    )
    def test_name(self, parts: tuple[str, ...], name: str) -> None:
        """Readable where it can be, safe where it must be."""
        assert file_name(parts, "eml") == name

    @given(st.lists(st.text(max_size=300), max_size=4))
    def test_any_name_is_one_allowed_name(self, parts: list[str]) -> None:
        """No separator, no device, no dot or blank at the end, not too long."""
        name = file_name(parts, "eml")
        stem = name.removesuffix(".eml")

        assert Path(name).name == name
        assert not set(name) & set('<>:"/\\|?*')
        assert len(name.encode()) <= 204
        assert stem == stem.strip(" .")
        assert stem.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
        assert name.isprintable()


class TestWriting:
    """Whole or not at all."""

    def test_folder_and_file_are_made(self, tmp_path: Path) -> None:
        """The folder of the letters need not exist."""
        target = tmp_path / "letters" / "x.eml"
        write_file(target, b"one")
        write_file(target, b"two")

        assert target.read_bytes() == b"two"
        assert [path.name for path in target.parent.iterdir()] == ["x.eml"]

    def test_a_failed_write_leaves_the_old_file_and_nothing_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A full disk is no half letter."""
        target = tmp_path / "x.eml"
        write_file(target, b"old")

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_file(target, b"new")

        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["x.eml"]

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
    def test_the_mode_is_the_usual_one(self, tmp_path: Path) -> None:
        """A draft is as readable as any other new file, and keeps the mode that it was given."""
        target = tmp_path / "x.eml"
        before = os.umask(0o022)
        try:
            write_file(target, b"one")
            made = stat.S_IMODE(target.stat().st_mode)
            target.chmod(0o600)
            write_file(target, b"two")
        finally:
            os.umask(before)

        assert made == 0o644
        assert stat.S_IMODE(target.stat().st_mode) == 0o600

    def test_hash_tells_absent_from_there(self, tmp_path: Path) -> None:
        """No file has no hash."""
        write_file(tmp_path / "x", b"")

        assert read_hash(tmp_path / "y") is None
        assert read_hash(tmp_path / "x") is not None


class TestForms:
    """Text and page carry whom they are to."""

    def test_text_begins_with_recipient_and_subject(self) -> None:
        """Ready to copy into any mail program."""
        made = text_file(Letter("Thank you", "Dear Dana,\n", ""), "Dana <d@x.example>").decode()

        assert made == "To: Dana <d@x.example>\nSubject: Thank you\n\nDear Dana,\n"

    def test_page_is_whole_and_needs_no_network(self) -> None:
        """Nothing in it is loaded from elsewhere, and what was typed is text."""
        page = html_file(Letter("<b>", "x", "<p>x</p>\n"), "<i> <d@x.example>").decode()

        assert "http" not in page
        assert "<b>" not in page
        assert "<i>" not in page
        assert page.rstrip().endswith("</html>")
