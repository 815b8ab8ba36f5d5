"""Template tags of the databank."""
