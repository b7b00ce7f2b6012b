"""sheet_sync: the spreadsheet of your informational interviews, in step, checked, and with the letters drafted.

Importing the package costs nothing; each part is loaded where it is used.
"""

__version__ = "0.1.0"
