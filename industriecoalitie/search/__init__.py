"""One search over every kind of record: Dutch analysis, index, questions, fragments."""
