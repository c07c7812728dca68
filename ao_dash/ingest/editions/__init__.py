"""New data from the offices: fetched politely, confirmed, compared and swapped in as a whole."""
