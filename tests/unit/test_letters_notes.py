"""Notes as people type them, and what of them a letter says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.letters.deeds import Deed, offer_of, promise_of
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.introductions import (
    connection_sentence,
    goal_sentence,
    goal_topic,
    introduction,
    role_of,
    who_i_am,
)
from sheet_sync.core.letters.points import MAX_WORDS, quotable, sentences, word_count

NAME = "Dana Reyes"
RUN_ON = (
    "loves the team, nights are hard, you need a BSN plus two years on a ward, apply early to programs because they "
    "fill up, the float pool is a good way to see all wards, avoid intensive care first, find a preceptor with patience"
)


class TestWhatWasLearned:
    """A letter quotes one or two things, in the user's words, none of them about the reader."""

    @pytest.mark.parametrize(
        ("typed", "points"),
        [
            ("Night shifts are hardest in the first year.", ["Night shifts are hardest in the first year."]),
            ("night shifts", ["night shifts"]),
            (
                "- nights are hard\n- the team carries you\n- apply by March",
                ["nights are hard", "the team carries you"],
            ),
            ("• nights are hard\n\n• the team carries you", ["nights are hard", "the team carries you"]),
            ("1) shadow first 2) take anatomy early 3) nights pay more", ["shadow first", "take anatomy early"]),
            ("1. shadow first\n2. take anatomy early", ["shadow first", "take anatomy early"]),
            (
                "Key takeaways:\n* a degree is needed\n* two years on a ward, then\n  specialise",
                ["a degree is needed", "two years on a ward, then specialise"],
            ),
            ("Training takes 3 years; the exam is hard.", ["Training takes 3 years", "the exam is hard."]),
            ("Networking matters / get certified / portfolios win", ["Networking matters", "get certified"]),
            ("nursing / midwifery", ["nursing / midwifery"]),
            ("She said that the exam is the real hurdle.", ["the exam is the real hurdle."]),
            ("Dana told me that nights are quiet", ["nights are quiet"]),
            ("I learned that you can start part-time.", ["you can start part-time."]),
            ("Advised me to shadow someone first", ["shadow someone first"]),
            ("She advised me to join the student chapter", ["join the student chapter"]),
            ("She started as an aide. The exam is hard.", ["The exam is hard."]),
            ("Started as an aide\nThe exam is hard", ["The exam is hard"]),
            ("Salary is $60k\nHours are long in winter", ["Hours are long in winter"]),
            ("Great talk!\nThe exam is hard", ["The exam is hard"]),
            ("ask about visa\nThe exam is hard", ["The exam is hard"]),
            (RUN_ON, ["nights are hard", "you need a BSN plus two years on a ward"]),
            ("Dr. Lee runs the best ward, e.g. for beginners.", ["Dr. Lee runs the best ward, e.g. for beginners."]),
            ("“You learn the river by walking it.”", ["“You learn the river by walking it.”"]),
            ("# not a heading\r\n> not a quote", ["# not a heading", "not a quote"]),
        ],
    )
    def test_points_are_quoted(self, typed: str, points: list[str]) -> None:
        """Bullets, lines and parts are points; lead-ins such as "She said that" fall away."""
        assert list(quotable(typed, NAME).points) == points

    @pytest.mark.parametrize(
        "typed",
        [
            "She started as an aide",
            "Dana loves the pace",
            "loves the pace, hates the paperwork",
            "his manager is patient",
            "not for me: too much paperwork",
            "it was interesting",
            "Very nice chat.",
            "salary around 60k",
            "word " * 200,
        ],
    )
    def test_what_only_the_user_can_word_is_held_back(self, typed: str) -> None:
        """A note about the reader, or meant for oneself, is shown to the user instead of being sent."""
        noted = quotable(typed, NAME)

        assert not noted.points
        assert not noted.passage
        assert noted.held_back

    def test_sentences_that_belong_together_stay_together(self) -> None:
        """Prose is quoted as a passage, not as bullets."""
        noted = quotable("Most nurses change wards twice. But the first ward shapes you.", NAME)

        assert noted.passage == "Most nurses change wards twice. But the first ward shapes you."
        assert not noted.points

    @pytest.mark.parametrize("typed", ["", "   ", "\n\n", "-", "•\n•"])
    def test_nothing_is_nothing(self, typed: str) -> None:
        """Blank lines and bare bullets say nothing."""
        assert quotable(typed, NAME).points == ()

    def test_an_abbreviation_ends_no_sentence(self) -> None:
        """Dr. Lee and St. Brannoc stay whole."""
        assert sentences("Ask Dr. Lee at St. Brannoc. It helps.") == ["Ask Dr. Lee at St. Brannoc.", "It helps."]

    @given(st.text(max_size=400), st.text(max_size=30))
    def test_any_note_is_short_enough_or_held_back(self, typed: str, name: str) -> None:
        """Whatever is typed, a letter quotes at most forty words of it and nothing that was not there."""
        noted = quotable(typed, name)
        quoted = " ".join([*noted.points, noted.passage])
        visible = "".join(
            c for c in typed if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs") or c in "\n\t\r\v"
        )

        assert word_count(quoted) <= MAX_WORDS
        assert all(word in visible for word in quoted.split())


class TestPromises:
    """What the user promised goes on "As promised, I will ..."."""

    @pytest.mark.parametrize(
        ("typed", "deed"),
        [
            ("send her my notes", Deed(("send you my notes",))),
            ("Send article on float pools", Deed(("send the article on float pools",))),
            ("to let him know how it goes", Deed(("let you know how it goes",))),
            ("I'll email her the report by Friday", Deed(("email you the report by Friday",))),
            ("I will keep in touch", Deed(("keep in touch",))),
            ("call her next week", Deed(("call you next week",))),
            ("send notes; write in spring", Deed(("send notes", "write in spring"))),
            ("article on float pools", Deed(noted="article on float pools")),
            ("Update on exam", Deed(noted="Update on exam")),
            ("done: sent article", Deed()),
            ("write a summary; ✓ sent the article", Deed(("write a summary",))),
            ("✓ sent the article; write a summary", Deed()),
            ("", Deed()),
        ],
    )
    def test_promise_becomes_a_phrase(self, typed: str, deed: Deed) -> None:
        """A verb goes on; "her" becomes "you" only where it can mean nothing else; what is done is left out."""
        assert promise_of(typed, NAME) == deed

    @pytest.mark.parametrize(
        "typed", ["send her article back", "introduce them to my professor", "Tell Dana it helped"]
    )
    def test_promise_about_the_reader_is_left_to_the_user(self, typed: str) -> None:
        """Where the words for the reader are not plain, the note is shown in brackets."""
        noted = promise_of(typed, NAME).noted

        assert isinstance(noted, Gap)
        assert noted.speaks
        assert typed in noted.hint


class TestOffers:
    """What they offered goes on "You kindly offered to ..."."""

    @pytest.mark.parametrize(
        ("typed", "deed"),
        [
            ("introduce me to the ward manager", Deed(("introduce me to the ward manager",))),
            ("To introduce me to the volunteers' meeting", Deed(("introduce me to the volunteers' meeting",))),
            ("She'll send the reading list", Deed(("send the reading list",))),
            ("will send the syllabus", Deed(("send the syllabus",))),
            ("offered to review my CV", Deed(("review my CV",))),
            ("Dana can introduce me to HR", Deed(("introduce me to HR",))),
            ("He would be happy to show me the lab", Deed(("show me the lab",))),
            ("Let me sit in on a class in January", Deed(("let me sit in on a class in January",))),
            ("Shadow day in January", Deed(noted="Shadow day in January")),
            ("CV review", Deed(noted="CV review")),
            ("job shadowing; reading list", Deed(noted="job shadowing; reading list")),
        ],
    )
    def test_offer_becomes_a_phrase(self, typed: str, deed: Deed) -> None:
        """A verb goes on; anything else stands as typed."""
        assert offer_of(typed, NAME) == deed

    def test_offer_that_speaks_of_the_reader_is_left_to_the_user(self) -> None:
        """The boss of the reader is not "her boss" in a letter to the reader."""
        assert isinstance(offer_of("to introduce me to her boss", NAME).noted, Gap)


class TestWhoIAm:
    """Goal and signature become sentences."""

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("Midwifery", "I would like to learn about midwifery"),
            ("how midwives train and work", "I would like to learn about how midwives train and work"),
            ("to find out whether nursing suits me", "I would like to find out whether nursing suits me"),
            ("whether software is for me", "I would like to find out whether software is for me"),
            ("I want to become a nurse.", "I want to become a nurse"),
            ("learn about UX research", "I would like to learn about UX research"),
            ("I'd like to learn about Midwifery.", "I would like to learn about midwifery"),
            ("Exploring careers in nursing", "I am exploring careers in nursing"),
            ("Public Health", "I would like to learn about public health"),
            ("Understand the day-to-day of hydrologists", "I would like to understand the day-to-day of hydrologists"),
            ("Which careers suit me?", "I would like to find out: which careers suit me?"),
            ("German law", "I would like to learn about German law"),
        ],
    )
    def test_goal_becomes_a_sentence(self, typed: str, sentence: str) -> None:
        """Topics, aims, questions and whole sentences each get the words that fit."""
        assert goal_sentence(typed) == sentence

    def test_no_goal_is_a_gap(self) -> None:
        """Nothing is guessed."""
        assert isinstance(goal_sentence("  "), Gap)

    @pytest.mark.parametrize(("typed", "topic"), [("Midwifery", "midwifery"), ("how midwives train", ""), ("", "")])
    def test_short_goal_is_a_topic(self, typed: str, topic: str) -> None:
        """Only a thing of a few words fits a subject line."""
        assert goal_topic(typed) == topic

    @pytest.mark.parametrize(
        ("signature", "sentence", "role"),
        [
            (
                "Second-year student, Northgate College",
                "I am a second-year student at Northgate College",
                "Second-year student",
            ),
            ("Student nurse", "I am a student nurse", "Student nurse"),
            ("MSc student at ETH", "I am an MSc student at ETH", "MSc student"),
            (
                "Third-year student, University of Elbtal",
                "I am a third-year student at the University of Elbtal",
                "Third-year student",
            ),
            ("Career changer, formerly in retail", "I am a career changer, formerly in retail", "Career changer"),
            ("I'm a student of law", "I am a student of law", ""),
        ],
    )
    def test_signature_says_who_i_am(self, signature: str, sentence: str, role: str) -> None:
        """The first line of the signature introduces its writer."""
        assert who_i_am(signature) == sentence
        assert role_of(signature) == role

    @pytest.mark.parametrize("signature", ["", "BSc Biology, Northgate University", "avery@northgate.example"])
    def test_signature_that_names_no_person_is_a_gap(self, signature: str) -> None:
        """A degree or an address is not who one is."""
        assert isinstance(who_i_am(signature), Gap)

    def test_both_join_into_one_sentence(self) -> None:
        """The two sentences become one where they can."""
        assert (
            introduction("I am a nurse", "I would like to learn about law")
            == "I am a nurse and would like to learn about law"
        )
        assert introduction("I am a baker, now", "I would like to rest") == "I am a baker, now, and would like to rest"
        assert introduction(Gap("who"), "I would like to rest") == ""


class TestHowWeCameTogether:
    """Found through, as a sentence."""

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("Alumni directory", "I came across your name through the alumni directory"),
            ("Northgate alumni directory", "I came across your name through the Northgate alumni directory"),
            ("LinkedIn", "I came across your name through LinkedIn"),
            ("https://www.linkedin.com/in/dana", "I came across your name through LinkedIn"),
            ("job fair", "I came across your name through a job fair"),
            ("An article", "I came across your name through an article"),
            ("A talk heard", "I came across your name through a talk"),
            ("Professional association", "I came across your name through the professional association"),
            ("Prof. Miller", "I came across your name through Prof. Miller"),
            ("through my former boss", "I came across your name through my former boss"),
            ("Met at the career fair", "We met at the career fair"),
            ("met her at a party", "We met at a party"),
        ],
    )
    def test_source_becomes_a_sentence(self, typed: str, sentence: str) -> None:
        """Articles and capitals fit the sentence."""
        assert connection_sentence(typed) == sentence

    @pytest.mark.parametrize(
        "typed", ["Former boss", "neighbour", "family friend", "heard her talk", "Maya (cousin)", "=1+1"]
    )
    def test_source_that_could_be_the_reader_is_left_to_the_user(self, typed: str) -> None:
        """The former boss may be the one written to."""
        found = connection_sentence(typed)

        assert isinstance(found, Gap)
        assert typed in found.hint


@given(st.text(max_size=300))
def test_no_note_breaks_the_wording(typed: str) -> None:
    """Every text gives words or a gap, never an error."""
    for made in (goal_sentence(typed), who_i_am(typed), connection_sentence(typed)):
        assert isinstance(made, str | Gap)
    assert isinstance(promise_of(typed, typed), Deed)
    assert isinstance(offer_of(typed, typed), Deed)
