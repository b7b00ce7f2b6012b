"""New workbooks, made with openpyxl; a workbook that somebody uses is never loaded and saved by it."""
