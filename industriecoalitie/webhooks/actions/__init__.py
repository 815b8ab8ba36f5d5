"""Everything that is written for webhooks: by people, by the feed, by sending."""
