"""The pages of the curation desk for practices: the queue, judging one, deciding, and what is published."""
