"""The screen about the data: sources, dates, breaks, coverage, what is missing."""

from ao_dash.ingest.editions.edition import (
    cache_folder,
    last_attempt,
    read_edition,
    renewal_words,
)
from ao_dash.screens import about
from ao_dash.screens.blocks import Heading
from ao_dash.web.state import visitors
from ao_dash.web.ui import address, panels

address.leave()
dataset = visitors.current()
renewed = renewal_words(read_edition(dataset.root), last_attempt(cache_folder()))
panels.blocks("dane", [Heading("Dane i źródła", renewed), *about.tables(dataset)])
