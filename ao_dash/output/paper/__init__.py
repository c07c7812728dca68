"""Maps on paper: PNG, SVG, PDF."""
