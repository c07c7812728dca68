"""The screen on whether neighbouring gminy are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ao_dash.screens.shared.figures import offered
from ao_dash.web.ui import controls, frame

if TYPE_CHECKING:  # its statistics take a second to load: only who looks at it waits for them
    from ao_dash.model.dataset import Dataset
    from ao_dash.screens.moran.screen import MoranChoice


def choices(dataset: Dataset, choice: MoranChoice) -> None:
    """Draw the widgets."""
    codes = offered(dataset) or dataset.mapped
    controls.indicator(dataset, choice.indicator, codes)
    controls.year(dataset, choice.indicator, choice.year)


frame.show("sasiedztwo", choices, maps=1)
