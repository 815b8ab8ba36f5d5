"""The pages of taking along, bringing in, changing many at once, and kept filters."""
