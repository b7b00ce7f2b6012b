"""What a new workbook starts with: its sheets, its guide, its questions, and rows taken over from another one."""
