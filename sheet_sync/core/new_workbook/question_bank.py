"""The questions a new workbook starts with: topic, how often to ask, the question.

Twelve are marked Always; their order is the order in which they are asked.  The last two of them close every talk.
"""

from __future__ import annotations

Question = tuple[str, str, str]

_ALWAYS, _SOMETIMES = "Always", "Sometimes"

QUESTION_BANK: tuple[Question, ...] = (
    ("Path", _ALWAYS, "How did you come to this work?"),
    ("Daily work", _ALWAYS, "What filled your last working week, and how typical was it?"),
    ("Skills and training", _ALWAYS, "Which abilities make someone good at this, and where did you get yours?"),
    ("Skills and training", _ALWAYS, "Which training or licence is truly required, and which merely helps?"),
    ("Field outlook", _ALWAYS, "What is changing in the field, and what will it be like in five years?"),
    ("Rewards and problem areas", _ALWAYS, "What do you find most worthwhile?"),
    ("Rewards and problem areas", _ALWAYS, "What would you gladly hand to someone else?"),
    ("Advice", _ALWAYS, "What would you do next in my place?"),
    ("Organization and culture", _ALWAYS, "How would you describe working here to a friend?"),
    ("Network and closing", _ALWAYS, "What should I have asked that I did not?"),
    (
        "Network and closing",
        _ALWAYS,
        "Who sees this differently and might talk to me, and may I say you named them?",
    ),
    ("Network and closing", _ALWAYS, "May I tell you how it goes, and how do you like to be reached?"),
    ("Daily work", _SOMETIMES, "Which tasks return every day, which only now and then?"),
    ("Daily work", _SOMETIMES, "How is your time divided between people, desk and elsewhere?"),
    ("Daily work", _SOMETIMES, "With whom do you work most closely, inside and outside?"),
    ("Daily work", _SOMETIMES, "How do your hours run, and what happens at busy times?"),
    ("Path", _SOMETIMES, "What did you do before, and what of it do you still use?"),
    ("Path", _SOMETIMES, "What did you believe about the work beforehand that proved wrong?"),
    ("Path", _SOMETIMES, "By which other roads have colleagues come?"),
    ("Path", _SOMETIMES, "Starting again today, what would you do differently?"),
    ("Skills and training", _SOMETIMES, "What did you have to learn that nobody teaches?"),
    ("Skills and training", _SOMETIMES, "How do newcomers learn in their first year?"),
    ("Skills and training", _SOMETIMES, "With a background like mine, what would I lack?"),
    ("Skills and training", _SOMETIMES, "How could I try the work in a small way first?"),
    ("Field outlook", _SOMETIMES, "Where are people sought, where are there too many?"),
    ("Field outlook", _SOMETIMES, "What are the usual first positions, and what follows?"),
    ("Field outlook", _SOMETIMES, "Which neighbouring occupations use the same skills?"),
    ("Organization and culture", _SOMETIMES, "Who does well here, and who does not?"),
    ("Organization and culture", _SOMETIMES, "What happens after a mistake?"),
    ("Organization and culture", _SOMETIMES, "How do people combine it with the rest of life?"),
    ("Rewards and problem areas", _SOMETIMES, "Where does the pressure come from, and what helps?"),
    ("Rewards and problem areas", _SOMETIMES, "Why do people leave the field?"),
    ("Rewards and problem areas", _SOMETIMES, "Roughly what range of pay does a beginner meet around here?"),
    ("Advice", _SOMETIMES, "What should I read, attend or join?"),
    ("Advice", _SOMETIMES, "What mistakes do beginners make?"),
    ("Advice", _SOMETIMES, "Which of my ideas about it sound unrealistic?"),
    ("Network and closing", _SOMETIMES, "Is there a meeting or association where newcomers are welcome?"),
    ("Network and closing", _SOMETIMES, "Could I watch the work for an hour or a day?"),
    ("Network and closing", _SOMETIMES, "Is there anything I could do for you?"),
    ("Network and closing", _SOMETIMES, "May I come back with one more question?"),
)

GIVEN_QUESTIONS: frozenset[Question] = frozenset(QUESTION_BANK)
