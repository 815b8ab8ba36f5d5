"""The front page and what belongs to the site as a whole."""
