"""Screen „Zestawienie”: many indicators over all gminy in one table."""
