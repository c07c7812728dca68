"""The screen about the data: sources, dates, breaks, coverage, what is missing."""

from ao_dash.datafolder.exchange import exchange_note
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
heading = Heading("Dane i źródła", f"{renewed} {exchange_note(dataset.root)}".strip())
panels.blocks("dane", [heading, *about.tables(dataset)])
