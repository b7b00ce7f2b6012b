"""A workbook as a file: the zip around it, its parts, and the limits within which they are unpacked."""
