"""From the parts of a workbook to grids of typed cells."""
