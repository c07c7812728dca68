"""The screen about the data: sources, dates, breaks, coverage, what is missing."""

from ao_dash.datafolder.exchange import exchange_note
from ao_dash.ingest.editions.edition import (
    last_attempt,
    read_edition,
    renewal_words,
)
from ao_dash.model.settings import settings
from ao_dash.screens import about, edition_news
from ao_dash.screens.blocks import Heading, Link, Links
from ao_dash.web.api.package import NEWS, WORKBOOK, table_path
from ao_dash.web.state import visitors
from ao_dash.web.ui import address, panels

address.leave()
dataset = visitors.current()
renewed = renewal_words(read_edition(dataset.root), last_attempt(settings().cache_dir))
heading = Heading("Dane i źródła", f"{renewed} {exchange_note(dataset.root)}".strip())
files = {"Excel": WORKBOOK, **{e: table_path("wszystko", e.lower()) for e in ("CSV.gz", "Parquet")}}
links = [Link(name, path) for name, path in files.items()]
whole = Links("Pobierz wszystkie wartości:", links, files=True)
follow = Links("Co przyniesie następne wydanie, powie", [Link("kanał Atom", NEWS)])
news = [*found, follow] if (found := edition_news.blocks(dataset)) else []
panels.blocks("dane", [heading, whole, *news, *about.tables(dataset)])
