"""Commands of tokens."""
