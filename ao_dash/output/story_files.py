"""A story as one file that is drawn: PDF, slides (PPTX), images in a ZIP archive, moving images."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ao_dash.model.dataset import Dataset
from ao_dash.screens.story.story import Story

MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""Kinds of files by extension, each with its media type."""

MOVING = ("gif", "webp")
"""Those that show one step after another."""


def story_parts(dataset: Dataset, story: Story, extension: str) -> Iterator[bytes]:
    """Make a file step by step: nothing comes with each, the file comes with the last part."""
    # drawing libraries come with the first picture, not at start-up
    from ao_dash.output import slides  # noqa: PLC0415
    from ao_dash.output.paper import render  # noqa: PLC0415

    parts: dict[str, Callable[[Dataset, Story], Iterator[bytes]]] = {
        "pdf": render.story_parts,
        "pptx": slides.story_parts,
        "zip": render.image_parts,
        "gif": partial(render.moving_parts, extension="GIF"),
        "webp": partial(render.moving_parts, extension="WEBP"),
    }
    return parts[extension](dataset, story)
