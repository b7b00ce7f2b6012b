"""Servers on loopback that tests talk to. ``sheets.py`` is the Google Sheets emulator and the place to start.

::

    sheets.py       start, stop, set the stage, plan faults, count          fixtures.py   for pytest
    http_server.py  the wire                service.py   one request, from faults to answer
    routes.py       which address is what   faults.py    what goes wrong    human.py      a person editing
    oauth.py        tokens, consent         credentials.py  keys, files     quota.py  clock.py  ids.py
    store.py        files, roles            protection.py  protected ranges quirks.py     open questions, as switches
    sheets_api.py   the calls of Sheets     drive.py     the calls of Drive schema.py     bodies and masks checked
    values.py  appending.py                 batch/       batchUpdate, a family of requests a module
    render.py  cell_json.py  colors.py  defaults.py  masks.py  metadata.py      answers
    model.py        sheets, rows, cells     lines.py     rows that move     a1.py  ranges.py  references.py  addresses
    entering.py  formatting.py  locales.py  serials.py                      formulas.py  functions.py  calculation

What the recordings show is *recorded*, the discovery document's word *documented*; the rest is marked *assumed*.
"""
