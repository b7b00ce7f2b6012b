"""The English words by which notes are understood: plain lists, longest phrases first where one holds another."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("/") if phrase.strip())


def any_of(phrases: tuple[str, ...]) -> str:
    """A pattern that any of the phrases fits; they may hold patterns themselves."""
    return f"(?:{'|'.join(phrases)})"


# What people note of a talk

REPORTS = _phrases(
    """told me/said/says/explained/mentioned/stressed/emphasi[sz]ed/pointed out/thinks/thought/believes/feels/felt/
    noted/warned me/warned"""
)
ADVISES = _phrases("advised/recommended/suggested/encouraged/told/advises/recommends/suggests")
LEARNED = _phrases("learned/learnt/found out/reali[sz]ed/understood/discovered")
ABOUT_THEM = _words(
    """loves? likes? hates? enjoys started studied works worked wants wanted moved got became went was has had did does
    thinks thought says said told grew switched left joined quit seems seemed sounds sounded offered promised used"""
)
"""Verbs with which a note about the person begins where its subject is left out: "Started as an aide"."""
PRIVATE = _phrases(
    """not for me/not my fit/not a good fit/boring/rude/arrogant/unfriendly/unprepared/disappointing/private/
    confidential/off the record/don['’]t quote/don['’]t share/don['’]t tell/salary/earns?/paid"""
)
"""What marks a note as meant for the user alone."""
TO_DO = _phrases(
    """to[- ]?do/ask about/ask her/ask him/ask them/ask if/ask whether/check if/check whether/check out/look up/google/
    next time/remember to"""
)
EMPTY_PRAISE = _words("interesting nice great good helpful useful fun lovely ok okay fine friendly")
ENCOUNTERS = _words("talk chat conversation meeting person call visit interview")
LEANING_BACK = _words("but and so also then this that these those it they which because instead otherwise")
"""Words that begin a sentence which cannot stand without the one before it."""
TITLES = frozenset(_words("dr prof professor mr mrs ms mx mag sir dame rev judge herr frau madame"))
NOT_A_NAME = TITLES | frozenset(_words("phd jr sr van der den von the and"))

# What people note of promises and offers

VERBS = frozenset(
    _words(
        """answer apply arrange ask attend bring buy check come complete connect discuss do draft fill find finish
        forward get give go grab have help introduce invite join keep learn lend let look make meet mention pass pay
        prepare put reach read recommend refer register remind reply return review say schedule see send set share show
        sign speak spend start stay study submit take talk teach tell thank think try write"""
    )
)
VERBS_OR_NOUNS = frozenset(
    _words("book call contact copy email e-mail follow mail phone post report shadow text update visit watch work")
)
"""Words that are a verb only where an object, a place or a time follows."""
AFTER_A_VERB = frozenset(
    _words(
        """a again an at back by her him how if in me my next once the their them this through to tomorrow until up us
        what when whether you your"""
    )
)
TAKES_AN_OBJECT = frozenset(
    _words("bring buy complete draft fill finish forward lend pass prepare read return review send share submit write")
)
NO_BARE_NOUN = _words(
    """a an the my your our me you us it some any more every\\w* back again about to in up out on at by for when how
    what if whether this that these those two three both all through"""
)
OBJECT_HER_BEFORE = _words(
    """a an the my some any that this about how if when what whether to in by on once again back after next tomorrow
    soon today for know two three everything"""
)
"""What follows "her" where it is no possessive: send her my notes."""
MODALS = _words("will would can could might may promised offered said agreed is am going happy willing glad")

# Who one is, and what one wants to learn

PEOPLE = _words(
    """student graduate grad undergraduate postgraduate sophomore freshman junior senior apprentice trainee intern
    candidate changer returner veteran assistant aide nurse clerk librarian technician musician parent alumnus alumna
    alumni scholar fellow analyst chemist biologist economist journalist artist scientist researcher teacher tutor
    engineer developer designer manager worker writer baker lawyer officer volunteer accountant consultant attendant
    physicist linguist historian pupil"""
)
AIMS = _words(
    "find learn understand become decide explore see know get discover figure choose compare hear meet gain be"
)
SEARCHING = _phrases(
    """exploring/considering/looking into/thinking about/thinking of/researching/deciding/trying/hoping/finding out/
    learning"""
)

# How one came to know of somebody

SITES = {
    "linkedin": "LinkedIn",
    "xing": "Xing",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "handshake": "Handshake",
}
WITH_THE = frozenset(
    _words(
        """directory website site page newsletter association society network club database register list union office
        centre center department service program programme group community forum"""
    )
)
WITH_A = frozenset(
    _words(
        """day fair talk lecture conference meetup event workshop webinar panel podcast article book interview report
        blog post seminar exhibition"""
    )
)
RELATIONS = frozenset(
    _words(
        """boss supervisor manager professor teacher tutor lecturer adviser advisor mentor coach neighbour neighbor
        friend roommate flatmate classmate colleague coworker co-worker cousin aunt uncle mother father mom mum dad
        sister brother parents grandmother grandfather landlord doctor dentist"""
    )
)
COMMON_FIRST = (
    frozenset(
        _words(
            """alumni alumnae professional career careers job family former old previous current local regional national
            online college university school student department open company trade industry public guest radio newspaper
            magazine science friend's staff"""
        )
    )
    | WITH_THE
    | WITH_A
    | RELATIONS
)
"""Words that a cell begins with a capital only because it begins there."""
