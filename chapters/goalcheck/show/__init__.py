"""What a reader sees: tables, figures, words of a page."""
