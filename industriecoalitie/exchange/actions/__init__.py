"""Everything that is written on the way in and out: changes of many records, runs, kept filters, letters."""
