"""A letter as a mail that opens as a draft, to one recipient, whatever was typed."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.letters.render import Letter
from sheet_sync.mail.eml import Attachment, Person, mail_file, usable_address

LETTER = Letter(
    "Thank you", "Dear Dana,\n\nThank you – très bien.\n", "<p>Dear Dana,</p>\n<p>Thank you – très bien.</p>\n"
)
AVERY = Person("Avery Lindgren", "avery@northgate.example")
DANA = Person("Dana Reyes", "dana@clinic.example")


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


class TestDraft:
    """What mail programs need to open it for editing."""

    def test_it_opens_unsent_with_text_and_html(self) -> None:
        """Both say the same, in an order that prefers the HTML."""
        message = parsed(mail_file(LETTER, AVERY, DANA))

        assert message["X-Unsent"] == "1"
        assert (message["From"], message["To"]) == (
            "Avery Lindgren <avery@northgate.example>",
            "Dana Reyes <dana@clinic.example>",
        )
        assert message.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert part_of(message, "plain").replace("\r\n", "\n") == LETTER.text
        assert LETTER.html.splitlines()[1] in part_of(message, "html")

    def test_the_mail_program_gives_date_and_id(self) -> None:
        """Both would be wrong by the time the letter is sent."""
        message = parsed(mail_file(LETTER, AVERY, DANA))

        assert message["Date"] is None
        assert message["Message-ID"] is None

    def test_the_same_letter_makes_the_same_bytes(self) -> None:
        """So an untouched draft can be told from an edited one."""
        file = Attachment("notes.pdf", b"%PDF-1.7")

        assert mail_file(LETTER, AVERY, DANA, file) == mail_file(LETTER, AVERY, DANA, file)

    def test_lines_end_and_stay_short_as_mail_wants_it(self) -> None:
        """CR LF, at most 998 characters a line; 7-bit."""
        letter = Letter("S", "word " * 900, "<p>" + "word " * 900 + "</p>")
        content = mail_file(letter, AVERY, DANA)

        assert content.isascii()
        assert content.count(b"\n") == content.count(b"\r\n")
        assert max(map(len, content.split(b"\r\n"))) <= 998

    def test_an_attachment_goes_with_it(self) -> None:
        """Name and bytes arrive, the two texts stay alternatives of each other."""
        message = parsed(mail_file(LETTER, AVERY, DANA, Attachment("Übersicht.pdf", b"%PDF-1.7\x00")))
        (file,) = message.iter_attachments()

        assert message.get_content_type() == "multipart/mixed"
        assert (file.get_filename(), file.get_content_type()) == ("Übersicht.pdf", "application/pdf")
        assert file.get_content() == b"%PDF-1.7\x00"
        assert part_of(message, "plain").replace("\r\n", "\n") == LETTER.text

    def test_names_in_all_scripts_arrive(self) -> None:
        """Accents, commas and quotes in a name are no second recipient."""
        for name in ("Siobhán O'Dell-Frayne", "Reyes, Dana", 'Dana "Dee" Reyes', "李文清", "Kerekes Borbála"):
            to = parsed(mail_file(LETTER, AVERY, Person(name, "x@y.example")))["To"]

            assert [(one.display_name, one.addr_spec) for one in to.addresses] == [(name, "x@y.example")]


class TestInjection:
    """Nothing typed into a cell adds a header, a recipient or a part."""

    @pytest.mark.parametrize(
        "email_typed",
        [
            "",
            "dana at clinic.example",
            "a@x.example, b@x.example",
            "a@x.example; b@x.example",
            "a@x.example b@x.example",
            "a@x.example\nBcc: b@x.example",
            "Dana <a@x.example>",
            "a@x.example>",
            '"a b"@x.example',
            "a@@x.example",
            "a@",
            "@x.example",
            "a@x..example",
            "list: a@x.example;",
        ],
    )
    def test_what_is_not_one_address_is_no_recipient(self, email_typed: str) -> None:
        """The letter is made, without an address."""
        message = parsed(mail_file(LETTER, AVERY, Person("Dana", email_typed)))

        assert usable_address(email_typed) == ""
        assert message["To"] is None
        assert message["Bcc"] is None

    def test_a_domain_in_another_script_is_written_as_mail_wants_it(self) -> None:
        """bücher.example is xn--bcher-kva.example."""
        assert usable_address("dana@bücher.example") == "dana@xn--bcher-kva.example"

    def test_a_name_in_another_script_before_the_at_is_kept(self) -> None:
        """Such addresses exist; the file says so in its encoding."""
        content = mail_file(LETTER, AVERY, Person("Dana", "größe@x.example"))

        assert "To: Dana <größe@x.example>\r\n" in content.decode()

    @pytest.mark.parametrize(
        "name", ["Dana\nBcc: evil@x.example", "Dana\r\n\r\n<html>", "Dana\x00\x1b[31m", "x" * 40_000]
    )
    def test_a_name_of_several_lines_is_made_one(self, name: str) -> None:
        """A line break typed into a name ends no header, and keeps no letter from being made."""
        message = parsed(mail_file(LETTER, Person(name, "me@x.example"), Person(name, "dana@x.example")))

        assert message["Bcc"] is None
        assert [one.addr_spec for one in message["To"].addresses] == ["dana@x.example"]
        assert message["To"].addresses[0].display_name.isprintable()

    def test_a_line_end_after_an_address_is_no_address(self) -> None:
        """What is handed in is either one address or none."""
        assert usable_address("dana@x.example\n") == ""

    @given(st.text(max_size=80), st.text(max_size=40))
    def test_any_name_and_address_make_one_mail_to_at_most_one(self, name: str, address: str) -> None:
        """Whatever stands in the cells, the head holds what it should and no more."""
        message = parsed(mail_file(LETTER, Person(name, address), Person(name, address)))

        assert set(message.keys()) <= {"X-Unsent", "From", "To", "Subject", "MIME-Version", "Content-Type"}
        assert message["To"] is None or len(message["To"].addresses) == 1
        assert part_of(message, "plain").replace("\r\n", "\n") == LETTER.text
