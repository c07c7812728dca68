"""The screen about the data: domains, coverage, breaks, sources, borders, indicators."""

from ao_dash import about
from ao_dash.ui import address, data, panels

address.leave()
panels.tables("dane", "Dane i źródła", about.tables(data.current()))
