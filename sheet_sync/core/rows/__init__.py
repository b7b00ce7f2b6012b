"""Commands that act on single rows: which row is meant, and which cells to change."""
