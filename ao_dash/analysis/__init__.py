"""Pure functions of numbers and shapes."""
