"""The words of the Guide sheet: how to use the workbook, in one screen."""

from __future__ import annotations

GUIDE: tuple[tuple[str, str], ...] = (
    ("Your informational interviews", ""),
    ("", "One row a person, one row a talk. Fill in what you know; empty cells are fine."),
    ("Start here", ""),
    ("1", "Settings: your name, your email and what you want to learn. The letters use them."),
    ("2", "Contacts: the people you know, want to talk to, or talked to. Only the name is needed."),
    ("3", "Interviews: each talk, as soon as you ask for it. Choose the contact and the status from the lists."),
    ("4", "Questions: yours, in the order you would ask them. Always means: in every talk."),
    ("After a talk, the same day", ""),
    ("•", "Interviews: set the status to Done, and write what you learned, whom they named and what you promised."),
    ("•", "Answers: what they said to each question, so that you can compare people later."),
    ("•", "Thank-you sent: the day you sent your letter. Red means it is overdue."),
    ("Every other contact with a person", ""),
    ("•", "Touches: a call, a coffee, a note. It restarts the stay-in-touch clock."),
    ("What sheet-sync fills in", ""),
    ("•", "The grey columns: ID, last and next contact, when a thank-you is due. Leave them as they are."),
    ("•", "The Problems sheet: what it could not make sense of, with a link to each cell."),
    ("•", "The Letters sheet: the letters it drafted for you. It never sends any."),
    ("Commands, in a terminal in this folder", ""),
    ("sheet-sync sync", "fills in the grey columns and lists the problems"),
    ("sheet-sync check-followups", "says whom to thank and whom to write to"),
    ("sheet-sync letters", "drafts the letters that are due"),
    ("", "Save and close this workbook first. You may sort, filter, move and add columns as you like."),
)
"""Left and right cell of each row; a row with only the left one is a heading."""
