"""Numbers in, numbers out: methods, intervals, scores, trackers, and how good they were."""
