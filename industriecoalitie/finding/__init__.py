"""Searching over everything: the page, its facets, what it suggests while somebody types."""
