"""What was said, and what the evidence says."""
