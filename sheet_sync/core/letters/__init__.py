"""Letters: who gets which, what they say, and what of it the user still has to fill in.

:mod:`.kinds` chooses, :mod:`.variables` gathers what the workbook knows, :mod:`.render` puts it into a template.
Nothing is ever invented: what the workbook does not know stands in the letter as ``[...]``.
"""
