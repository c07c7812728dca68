"""Measures for Prometheus, on a port of their own that visitors do not reach."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from prometheus_client import REGISTRY, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from ao_dash.ingest.editions.edition import number_of
from ao_dash.model.settings import Settings
from ao_dash.web.server import assets
from ao_dash.web.streamlit_seams import open_sessions


class _State(Collector):
    """What is so at the moment that somebody asks."""

    def __init__(self, used: Settings) -> None:
        self.used = used

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("ao_sessions", "Pages that are open", value=open_sessions())
        number = str(number_of(self.used.data_dir))
        running = {"data": number, "program": assets.version()}
        yield InfoMetricFamily("ao_edition", "Edition of the data, version of the files", running)


@contextlib.contextmanager
def serving(used: Settings) -> Iterator[None]:
    """Serve the measures where the settings say, if they do; those of the process among them."""
    if used.metrics_port is None:
        yield
        return
    state = _State(used)
    REGISTRY.register(state)
    server, thread = start_http_server(used.metrics_port, used.metrics_host)
    try:
        yield
    finally:
        REGISTRY.unregister(state)
        server.shutdown()
        server.server_close()
        thread.join()
