"""Changes to a workbook that leave every other byte as it was."""
