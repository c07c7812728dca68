"""The form of a data folder, read and checked as a whole."""
