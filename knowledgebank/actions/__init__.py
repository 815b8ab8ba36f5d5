"""All that can happen to a practice and what belongs to it."""
