"""The sync, decided: what each replica holds, which row is which, what is true, and what to write.

Pure values in and out; :mod:`sheet_sync.app.sync` does the reading and the writing around it.
"""
