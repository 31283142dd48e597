"""The figures of the book, by what they show."""
