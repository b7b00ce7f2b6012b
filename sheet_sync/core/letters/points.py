"""Notes as people type them (bullets, fragments, several sentences), taken apart into points fit for a letter.

A point stays in the user's own words.  What speaks *about* the reader ("she started as an aide") or was meant for the
user alone ("not for me", a salary) is not put to the reader: such notes are held back for the user to reword.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sheet_sync.core.letters import words
from sheet_sync.core.letters.words import any_of

MAX_POINTS = 2
"""One or two things, concrete.  Source: practice.md, thank-you: order."""
MAX_WORDS = 40
_CUT_FROM_WORDS = 5
MAX_CHARACTERS = 4_000
"""So much of a note is looked at; a letter quotes its beginning."""
_MAX_NAME = 200

_BULLET = re.compile(r"^\s*(?:[-–—•*·‣▪◦●○+>✓✔☑→]+|\(?\d{1,2}[.)]|\(?[a-h]\))\s+|^\s*[•·‣▪◦●○✓✔☑→]\s*")
_INLINE_BULLET = re.compile(r"\s+[•·‣▪●]\s*|\s*;\s+|\s+(?=\(?[2-9][.)]\s)")
_SLASHES = re.compile(r"\s+//?\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z\d])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|mx|prof|st|approx|vs|no|dept|e\.g|i\.e|etc|incl|min|max|a\.m|p\.m)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12
_CLAUSE_END = re.compile(r",\s+|\s+[-–—]\s+|;\s*")
_PRONOUN = re.compile(r"\b(?:she|he|her|hers|him|his|herself|himself)(?:['’](?:s|d|ll))?\b", re.IGNORECASE)
_LEARNED = re.compile(rf"^(?:i(?:'ve| have)?\s+)?(?:also\s+)?{any_of(words.LEARNED)}\s*(?:that\s+|:\s*)", re.IGNORECASE)
_NOT_FOR_READER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _PRONOUN.pattern,
        rf"\b{any_of(words.PRIVATE)}\b|[$€£]\s?\d",
        rf"^{any_of(words.TO_DO)}\b",
        rf"^(?:also\s+)?{any_of(words.ABOUT_THEM)}\b",
        rf"^(?:it was |was )?(?:a )?(?:(?:very|really|so|super|quite) )*{any_of(words.EMPTY_PRAISE)}"
        rf"(?: {any_of(words.ENCOUNTERS)})?\W*$",
    )
)
_LEANS_BACK = re.compile(rf"^{any_of(words.LEANING_BACK)}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a letter may quote: ``points``, or several sentences that belong together as ``passage``.

    ``held_back`` are notes that a person must reword first.
    """

    points: tuple[str, ...] = ()
    passage: str = ""
    held_back: tuple[str, ...] = ()


def quotable(text: str, name: str, *, max_points: int = MAX_POINTS) -> Noted:
    """What of these notes may be put to the person of that name, at most 40 words of it."""
    parts = _unrolled(split_points(text[:MAX_CHARACTERS]))
    runs = [run for part in parts for run in _fit_runs(part, name)]
    if len(parts) == 1 and runs and len(runs[0]) > 1:
        return Noted(passage=" ".join(_within(runs[0], MAX_WORDS)))
    points: list[str] = []
    for run in runs:
        left = MAX_WORDS - sum(map(word_count, points))
        short = _shortened(" ".join(_within(run, left)), left)
        if short and len(points) < max_points:
            points.append(short)
    return Noted(tuple(points), held_back=() if points else parts)


def _unrolled(parts: tuple[str, ...]) -> tuple[str, ...]:
    """One endless sentence is read as a list of what stands between its commas."""
    if len(parts) == 1 and len(sentences(parts[0])) == 1 and word_count(parts[0]) > MAX_WORDS:
        return tuple(clause for clause in _CLAUSE_END.split(parts[0]) if clause)
    return parts


def _fit_runs(part: str, name: str) -> list[list[str]]:
    """The sentences of a point that may be told to the reader, those that follow each other together."""
    runs: list[list[str]] = [[]]
    for sentence in (_without_lead_in(sentence, name) for sentence in sentences(part)):
        if not sentence or not is_fit_for_reader(sentence, name):
            runs.append([])
        elif runs[-1] or not _LEANS_BACK.match(sentence) or len(runs) == 1:
            runs[-1].append(sentence)
    return [run for run in runs if run]


def _within(run: list[str], max_words: int) -> list[str]:
    """As many sentences as fit, at least the first."""
    kept = run[:1]
    for sentence in run[1:]:
        if word_count(" ".join([*kept, sentence])) > max_words:
            break
        kept.append(sentence)
    return kept


def split_points(text: str) -> tuple[str, ...]:
    """The separate points of a note: its bullets, lines or parts between semicolons; prose is one point."""
    lines = [" ".join(line.split()) for line in _visible(text).split("\n") if line.strip()]
    if len(lines) == 1:
        by_slash = _SLASHES.split(lines[0])
        lines = by_slash if len(by_slash) > 2 else _INLINE_BULLET.split(lines[0])
        return tuple(trimmed for line in lines if _says_something(trimmed := _trimmed(line)))
    has_bullets = any(_BULLET.match(line) for line in lines)
    points: list[str] = []
    for line in lines:
        trimmed = _trimmed(line)
        if points and _continues(points[-1], line, has_bullets):
            points[-1] += " " + trimmed
        elif _says_something(trimmed) and not _is_heading(line):
            points.append(trimmed)
    return tuple(points)


def is_fit_for_reader(point: str, name: str) -> bool:
    """Whether a note may stand in a letter to the person it is about."""
    if any(pattern.search(point) for pattern in _NOT_FOR_READER):
        return False
    return not speaks_of(point, name)


def speaks_of(text: str, name: str) -> bool:
    """Whether the text calls the person by a part of their name."""
    said = set(re.findall(r"[^\W\d_]+", text))
    return any(
        part in said
        for part in re.findall(r"[^\W\d_]{3,}", name[:_MAX_NAME])
        if part.casefold() not in words.NOT_A_NAME
    )


def names_of(name: str) -> tuple[str, ...]:
    """The whole name and each word of it, as notes may call the person."""
    short = name[:_MAX_NAME].strip()
    return tuple(dict.fromkeys(part for part in (short, *short.split()) if part))


def word_count(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations such as "Dr." end none."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _ABBREVIATION.search(found[-1][-_LONGEST_ABBREVIATION:]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return [sentence.strip() for sentence in found if sentence.strip()]


def _visible(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def _trimmed(line: str) -> str:
    return " ".join(_BULLET.sub("", line).split()).rstrip(";, ")


def _says_something(point: str) -> bool:
    return any(map(str.isalnum, point))


def _is_heading(line: str) -> bool:
    return line.rstrip().endswith(":") and word_count(line) <= 6


def _continues(before: str, line: str, has_bullets: bool) -> bool:
    """Whether a line goes on with the one before: below a bullet, or prose that was wrapped."""
    if _BULLET.match(line):
        return False
    return has_bullets or (len(before) >= 40 and before[-1] not in ".!?:;" and line.lstrip()[:1].islower())


def _without_lead_in(point: str, name: str) -> str:
    """The point without "She said that" or "I learned that" before it."""
    people = any_of(("she", "he", "they", *map(re.escape, names_of(name))))
    bare = re.sub(
        rf"^(?:(?:{people})\s+)?(?:also\s+)?(?:{any_of(words.REPORTS)}\s+that|{any_of(words.ADVISES)}(?: me)?\s+to)\s+",
        "",
        point,
        flags=re.IGNORECASE,
    )
    return _LEARNED.sub("", bare).strip()


def _shortened(point: str, max_words: int) -> str:
    """The point, if need be up to the last clause that fits; empty where it has no such place to stop."""
    if word_count(point) <= max_words:
        return point
    best = ""
    for stop in (*(m.start() for m in _CLAUSE_END.finditer(point)), *_ends_of_sentences(point)):
        if _CUT_FROM_WORDS <= word_count(point[:stop]) <= max_words and stop > len(best):
            best = point[:stop]
    return best


def _ends_of_sentences(text: str) -> list[int]:
    ends, at = [], 0
    for sentence in sentences(text):
        at = text.find(sentence, at) + len(sentence)
        ends.append(at)
    return ends
