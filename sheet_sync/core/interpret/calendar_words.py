"""Months, weekdays and other words of days, in English, German, French and Spanish, without accents."""

from __future__ import annotations

from sheet_sync.core.words import words

_MONTHS = (
    "january|jan|januar|janner|jaenner|janvier|janv|enero|ene",
    "february|feb|febr|februar|feber|fevrier|fevr|fev|febrero",
    "march|mar|marz|maerz|mrz|mars|marzo",
    "april|apr|avril|avr|abril|abr",
    "may|mai|mayo",
    "june|jun|juni|juin|junio",
    "july|jul|juli|juillet|juil|julio",
    "august|aug|aout|agosto|ago",
    "september|sept|sep|septembre|septiembre|setiembre|set",
    "october|oct|oktober|okt|octobre|octubre",
    "november|nov|novembre|noviembre",
    "december|dec|dezember|dez|decembre|diciembre|dic",
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
"""A month's name or short form to its number."""

WEEKDAYS = words(
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim",
    "lunes|martes|miercoles|jueves|viernes|sabado|domingo",
)
RELATIVE = words(
    "last|next|this|past|previous|coming|ago|today|yesterday|tomorrow|tonight|recently|soon|asap|now|later|earlier",
    "letzte|letzten|letzter|nachste|nachsten|naechste|diese|diesen|gestern|heute|morgen|ubermorgen|bald|vor",
    "derniere|dernier|prochaine|prochain|hier|demain|bientot",
    "pasado|pasada|proximo|proxima|ayer|hoy|manana|pronto",
)
"""Words that tell a day from another day."""
PARTS_OF_YEAR = words(
    "spring|summer|fall|autumn|winter|q1|q2|q3|q4|semester|term|early|mid|late|beginning|end|fruhling|sommer|herbst",
    "printemps|ete|automne|hiver|primavera|verano|otono|invierno|christmas|easter|weihnachten|ostern|week|weekend|month",
    "year|woche|monat|jahr|semaine|mois|semana|mes|weeks|months",
)
"""Words for a stretch of time that is not a day."""
