"""Records in the words of schema.org, for search engines and for Edurep. Only what a visitor may read."""
