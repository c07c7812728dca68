"""The screen about the data: sources, dates, breaks, coverage, what is missing."""

from ao_dash import about
from ao_dash.blocks import Heading
from ao_dash.ui import address, data, panels

address.leave()
panels.blocks("dane", [Heading("Dane i źródła"), *about.tables(data.current())])
