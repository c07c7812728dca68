"""The projects as their files say, a second route to the data."""

from __future__ import annotations

from tests.support.data import lines

PROJECTS = {line["project"]: line for line in lines("projects.csv")}
NAMED = [
    line
    for line in lines("project_gminy.csv")
    if line["part"] in ("lead", "partner", "site") and PROJECTS[line["project"]]["joint"] == "1"
]
