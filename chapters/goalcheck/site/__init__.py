"""How the book is published: notebooks, extension, pages, PDF."""
