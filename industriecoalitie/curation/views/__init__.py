"""Pages of curators."""
