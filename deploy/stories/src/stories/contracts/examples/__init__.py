"""Golden examples: one evening at the table of Anna Petrova, and one night of a hotel, on the wire."""
