"""Templates run in a sandbox, values stay values, and every fault is told with its line."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.letters.filters import FILTERS
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.render import Letter, Renderer, Value, one_line
from sheet_sync.core.letters.template import MAX_CHARACTERS, TemplateUnusable, parse_template

KNOWN = ("name", "topic", "learned", "referrals", "where", "is_late", "signed")
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** _and_ `code`",
    "[link](javascript:alert(1))",
    "# heading",
    "- item",
    "> quote",
    "{{ name }} {% raw %}",
    "{{ ''.__class__.__mro__ }}",
    "&lt;b&gt; &amp;",
    "a\nBcc: everybody@example.com",
    "a\r\n\r\nb",
    "\ue0000\ue001",
    "\u202egnp.exe",
    "line\x00\x07\x1b[31m",
)


def template(body: str, subject: str = "Hello") -> str:
    return f"---\nsubject: {subject}\n---\n{body}\n"


def render(body: str, subject: str = "Hello", **values: Value) -> Letter:
    known: dict[str, Value] = {**dict.fromkeys(KNOWN, ""), **values}
    return Renderer(parse_template("thank-you.md.j2", template(body, subject)), KNOWN).render(known)


def faults_of(body: str, subject: str = "Hello") -> list[str]:
    with pytest.raises(TemplateUnusable) as caught:
        render(body, subject, name="Dana", learned=("a", "b"), referrals=("c",))
    return [str(fault) for fault in caught.value.faults]


class TestLetter:
    """Markdown becomes the text and the HTML of one letter."""

    def test_lines_of_a_paragraph_become_one(self) -> None:
        """A template has one sentence a line; the letter flows."""
        letter = render("Dear {{ name }},\n\nOne.\nTwo.\n\nBye", name="Dana")

        assert letter.text == "Dear Dana,\n\nOne. Two.\n\nBye\n"
        assert letter.html == "<p>Dear Dana,</p>\n<p>One.\nTwo.</p>\n<p>Bye</p>\n"

    def test_lists_and_quotes_read_well_in_plain_text(self) -> None:
        """Bullets stay bullets, a quote is indented, emphasis and links lose their marks."""
        loop = "{% for one in learned %}\n- {{ one | sentence }}\n{% endfor %}"
        body = f"{loop}\n\n> {{{{ name }}}}\n\n1. a\n2. b\n\n**So** [we](https://x.example) end"
        letter = render(body, name="quoted", learned=("night shifts", "Done."))

        assert letter.text == (
            "- Night shifts.\n- Done.\n\n    quoted\n\n1. a\n2. b\n\nSo we (https://x.example) end\n"
        )
        assert "<li>Night shifts.</li>" in letter.html

    def test_an_indented_line_is_no_program_code(self) -> None:
        """People indent inside an if; the letter does not show it."""
        letter = render("{% if name %}\n      Hello {{ name }}\n{% endif %}", name="Dana")

        assert letter.text == "Hello Dana\n"
        assert "<code>" not in letter.html

    def test_lines_filter_keeps_lines_apart(self) -> None:
        """The signature is several lines of one paragraph."""
        letter = render("{{ signed | lines }}", signed=("Avery", Gap("your phone")))

        assert letter.text == "Avery\n[your phone]\n"
        assert letter.to_fill_in == ("[your phone]",)

    def test_words_between_greeting_and_signature_are_counted(self) -> None:
        """That is the length the practice speaks of."""
        assert render("Dear you,\n\none two three\n\nBye,\n\nMe").words == 3


class TestGaps:
    """What is missing stands in brackets, and is listed once."""

    def test_a_missing_value_shows_as_brackets(self) -> None:
        """It is false in an if, and says what is missing where it is shown."""
        letter = render("{% if topic %}yes{% else %}no{% endif %} {{ topic }}", topic=Gap("their field"))

        assert letter.text == "no [their field]\n"
        assert letter.to_fill_in == ("[their field]",)

    def test_brackets_of_the_template_are_listed_too(self) -> None:
        """A template may leave something to the user every time."""
        letter = render("I read [the article] and [the article].", "About [what]")

        assert letter.to_fill_in == ("[what]", "[the article]")

    def test_brackets_typed_into_a_cell_are_no_gap(self) -> None:
        """ "[sic]" in a note is the user's own."""
        assert render("{{ name }}", name="so [sic]").to_fill_in == ()

    def test_a_gap_ends_its_sentence(self) -> None:
        """The full stop stands after the brackets and is not part of what is to be filled in."""
        letter = render("{{ topic | sentence }} More.", topic=Gap("what"))

        assert letter.text == "[what]. More.\n"
        assert letter.to_fill_in == ("[what]",)

    def test_default_takes_the_place_of_a_gap(self) -> None:
        """A template's own words win over brackets."""
        assert render('{{ topic or "your work" }} {{ topic | default("x") }}', topic=Gap("f")).text == "your work x\n"


class TestValues:
    """Nothing typed into a cell becomes markup, code or a mail's head."""

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_value_stands_in_the_html_as_text(self, typed: str) -> None:
        """No tag, link or emphasis comes of a value, wherever in the Markdown it stands."""
        html = render("{{ name }}\n\n- {{ name }}\n\n> **{{ name }}**", name=typed).html
        plain = render("{{ name }}\n\n- {{ name }}\n\n> **{{ name }}**", name="x").html

        assert html.replace("<br>", "").count("<") == plain.count("<")
        assert "javascript:" not in html or "href" not in html

    @pytest.mark.parametrize("typed", ["**bold** _x_", "<b>", "# heading", "[a](b)", "5 * 3 * 2", "a_b_c", "C:\\x\\y"])
    def test_value_stands_in_the_text_as_typed(self, typed: str) -> None:
        """The plain text shows every character."""
        assert render("{{ name }}", name=typed).text == f"{typed}\n"

    def test_further_lines_of_a_value_stay_below_the_first(self) -> None:
        """An address in a list item is indented as the item is."""
        assert render("- {{ name }}", name="14 Linden Rise\nNorthgate").text == "- 14 Linden Rise\n  Northgate\n"

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_subject_is_one_visible_line(self, typed: str) -> None:
        """Nothing can be added to a mail's head."""
        subject = render("x", "Hi {{ name }}", name=typed).subject

        assert subject.isprintable()
        assert "\u202e" not in subject

    def test_link_of_a_value_is_harmless(self) -> None:
        """A value in a link's address cannot bring its own scheme."""
        html = render("[x]({{ where }}) [y](mailto:{{ name }})", where="javascript:alert(1)", name="a@b.example").html

        assert 'href="javascript:' not in html
        assert 'href="mailto:a@b.example"' in html

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_no_text_breaks_out(self, one: str, other: str) -> None:
        """Any two values: the same tags as with harmless ones."""
        body = "Dear {{ name }},\n\n- {{ learned }} **{{ name }}**\n\n[{{ name }}](https://x.example/{{ learned }})"
        made, plain = render(body, name=one, learned=other), render(body, name="x", learned="x")

        assert made.html.replace("<br>", "").count("<") == plain.html.count("<")
        assert made.subject == plain.subject


class TestFaults:
    """A template's faults are told all at once, each with template, line and the nearest name."""

    def test_unknown_variable_names_template_line_and_nearest(self) -> None:
        """The three things that help."""
        assert faults_of("Dear {{ name }},\n\n{{ lerned }} {{ topc }}") == [
            "thank-you.md.j2, line 6: There is no variable “lerned”. Did you mean learned?",
            "thank-you.md.j2, line 6: There is no variable “topc”. Did you mean topic?",
        ]

    def test_fault_in_a_part_that_is_never_shown_is_told(self) -> None:
        """A typo in a rare case is found before the rare case."""
        assert "“topick”" in faults_of("{% if is_late %}{{ topick }}{% endif %}")[0]

    def test_fault_in_the_subject_has_its_line(self) -> None:
        """The subject stands on the second line."""
        assert faults_of("x", "Hi {{ nme }}") == [
            "thank-you.md.j2, line 2: There is no variable “nme”. Did you mean name?"
        ]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("{{ name.__class__ }}", "a variable has no parts"),
            ("{{ name.upper() }}", "can be called"),
            ("{{ name['__class__'] }}", "SecurityError"),
            ("{{ name | attr('x') }}", "no filter “attr”"),
            ("{{ name | safe }}", "no filter “safe”"),
            ("{% include 'other' %}", "cannot read other files"),
            ("{% import 'other' as o %}", "cannot read other files"),
            ("{% extends 'other' %}", "cannot read other files"),
            ("{% macro m() %}x{% endmacro %}", "Calculations, macros and blocks"),
            ("{{ 'a' * 1000000000 }}", "Calculations, macros and blocks"),
            ("{{ 9 ** 9 ** 9 }}", "Calculations, macros and blocks"),
            ("{{ '%1000000000d' % 1 }}", "Calculations, macros and blocks"),
            ("{{ range(10) }}", "can be called"),
            ("{{ lipsum }}", "no variable “lipsum”"),
            ("{{ self }}", "no variable “self”"),
            ("{{ config }}", "no variable “config”"),
            ("{% for a in learned recursive %}{{ a }}{% endfor %}", "Loops stand too deep"),
            ("{{ name", "not closed"),
            ("{% if %}", "Something is missing"),
            ("{{ " + "(" * 900 + ")" * 900 + " }}", "nested too deeply"),
        ],
    )
    def test_what_a_letter_does_not_need_is_refused(self, body: str, words: str) -> None:
        """A template from a stranger reads nothing and calls nothing."""
        assert words in faults_of(body)[0]

    @pytest.mark.parametrize(
        "body",
        [
            "{% for a in learned %}" * 3 + "{% endfor %}" * 3,
            "{% set a = name %}" + "{% set a = a ~ a ~ a ~ a %}" * 60,
            "{{ name | replace('a', '"
            + "a" * 300
            + "')"
            + " | replace('a', '"
            + "a" * 300
            + "')" * 1
            + " | replace('a', 'aaaaaaaaaa')" * 20
            + " }}",
            "{{ name" + " ~ name" * 100 + " }}",
            "{% for a in [" + "1," * 3000 + "] %}{{ a }}{% endfor %}",
        ],
    )
    def test_a_template_cannot_run_on(self, body: str) -> None:
        """Loops, sets and filters are held within bounds, in less than a second."""
        started = perf_counter()

        assert faults_of(body)
        assert perf_counter() - started < 2

    def test_a_template_that_is_too_long_is_refused(self) -> None:
        """A letter is short."""
        assert "at most" in faults_of("x" * MAX_CHARACTERS)[0]

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("Dear you,", "has no subject"),
            ("---\nsubject:\n---\nDear", "has no subject"),
            ("---\nsubject: x\nDear", "has no subject"),
            ("---\nsubject: x\ncc: a@b.example\n---\nDear", "line 3: “cc: a@b.example” is not understood"),
            ("", "has no subject"),
        ],
    )
    def test_head_must_hold_a_subject_and_nothing_strange(self, source: str, words: str) -> None:
        """Recipients cannot be added by a template."""
        with pytest.raises(TemplateUnusable, match=words):
            parse_template("thank-you.md.j2", source)

    def test_head_may_be_quoted_and_from_windows(self) -> None:
        """Editors add a mark and other line ends; people add quotes."""
        parsed = parse_template("x", '\ufeff---\r\nsubject: "Thanks: again"\r\n---\r\nDear you\r\n')

        assert (parsed.subject, parsed.subject_line, parsed.body_line) == ("Thanks: again", 2, 4)


class TestFilters:
    """The few filters work on text, lists and gaps alike."""

    @pytest.mark.parametrize(
        ("expression", "shown"),
        [
            ("name | upper", "DANA"),
            ("name | lower", "dana"),
            ("name | replace('D', 'T')", "Tana"),
            ("learned | first", "a"),
            ("learned | last", "b"),
            ("learned | length", "2"),
            ("learned | join(' / ')", "a / b"),
            ("learned | listed", "a, b"),
            ("learned | upper | join", "A, B"),
            ("topic | default('none')", "none"),
            ("'iPhone works' | sentence", "iPhone works."),
            ("'why not?' | sentence", "Why not?"),
            ("learned[1]", "b"),
            ("'b' if 'b' in learned else 'c'", "b"),
        ],
    )
    def test_filter(self, expression: str, shown: str) -> None:
        """Each does what its name says."""
        assert render(f"{{{{ {expression} }}}}", name="Dana", learned=("a", "b"), topic=Gap("t")).text == f"{shown}\n"

    @pytest.mark.parametrize("name", sorted(FILTERS))
    def test_no_filter_fails_on_a_gap(self, name: str) -> None:
        """What is missing never stops a letter."""
        arguments = "('a', 'b')" if name == "replace" else ""

        assert render(f"{{{{ topic | {name}{arguments} }}}}", topic=Gap("t")).text


@given(st.text())
def test_one_line_is_one_visible_line(text: str) -> None:
    """No control character, no line end, no doubled blank."""
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())
