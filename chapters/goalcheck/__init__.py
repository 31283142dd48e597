"""Check an official promise: tables -> series -> projection -> progress and score -> page."""
