"""What was promised, what was to be expected, and what came."""
