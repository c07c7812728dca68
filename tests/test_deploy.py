"""Files of ``deploy/`` that cannot run in a test have what they need, and agree with the code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ao_dash.model.settings import Settings, variable
from ao_dash.web.server import health
from tests.support.data import ROOT

DEPLOY = ROOT / "deploy"
FILES = [path for path in DEPLOY.rglob("*") if path.is_file()]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
STOPPING = health.FINISH_SECONDS + health.LEFT_SECONDS


def read(name: str) -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_settings_that_exist_are_set(path: Path) -> None:
    named = set(re.findall(r"\bAO_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named <= {variable(name) for name in Settings.model_fields}


def test_the_image_copies_what_is_there_and_runs_as_nobody() -> None:
    for line in re.findall(r"^COPY (?!--from)(.*)", DOCKERFILE, re.MULTILINE):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        assert all((ROOT / source).exists() for source in sources), line
    for package in ("ao_dash", "pages", "data", ".streamlit", "app.py"):
        assert re.search(rf"^COPY .*{package} ", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^USER [1-9]", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK --interval" in DOCKERFILE
    assert health.PATHS[1] in DOCKERFILE


def test_the_composition_is_a_proxy_and_the_dashboard() -> None:
    services = read("compose.yaml")["services"]
    assert set(services) == {"pulpit", "caddy"}
    pulpit, proxy = services["pulpit"], services["caddy"]
    assert pulpit["read_only"]
    assert pulpit["cap_drop"] == ["ALL"]
    assert "ports" not in pulpit
    assert seconds(pulpit["stop_grace_period"]) > drain() + STOPPING
    assert proxy["depends_on"]["pulpit"]["condition"] == "service_healthy"
    assert proxy["environment"]["PULPIT_UPSTREAM"] == "pulpit:8501"
    used = set(re.findall(r"\$(PULPIT_\w+)", (DEPLOY / "Caddyfile").read_text("utf-8")))
    assert set(proxy["environment"]) <= used


def test_the_manifests_have_their_fields() -> None:
    deployment, service = read("kubernetes/deployment.yaml"), read("kubernetes/service.yaml")
    assert (deployment["apiVersion"], deployment["kind"]) == ("apps/v1", "Deployment")
    assert (service["apiVersion"], service["kind"]) == ("v1", "Service")
    pod = deployment["spec"]["template"]
    labels = pod["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"] == labels == service["spec"]["selector"]
    (container,) = pod["spec"]["containers"]
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    assert service["spec"]["ports"][0]["targetPort"] in ports
    probed = {kind: container[f"{kind}Probe"]["httpGet"] for kind in ("liveness", "readiness")}
    assert [one["path"] for one in probed.values()] == list(health.PATHS)
    assert {one["port"] for one in probed.values()} <= set(ports)
    assert set(container["resources"]["limits"]) == {"cpu", "memory"}
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert pod["spec"]["securityContext"]["runAsNonRoot"]
    assert pod["spec"]["terminationGracePeriodSeconds"] > drain() + STOPPING
    mounted = {one["name"] for one in container["volumeMounts"]}
    assert mounted == {one["name"] for one in pod["spec"]["volumes"]}


def drain() -> int:
    (found,) = re.findall(r"AO_DRAIN_SECONDS=(\d+)", DOCKERFILE)
    return int(found)


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_service(tmp_path: Path) -> None:
    unit = (DEPLOY / "systemd/pulpit.service").read_text(encoding="utf-8")
    (limit,) = re.findall(r"TimeoutStopSec=(\d+)", unit)
    assert int(limit) > STOPPING
    program = shutil.which("true") or ""
    here = tmp_path / "pulpit.service"
    here.write_text(re.sub(r"ExecStart=\S+", f"ExecStart={program}", unit), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
def test_caddy_understands_the_file_as_it_is() -> None:
    command = ["caddy", "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "pulpit.gmina.pl" in done.stdout
    assert "not formatted" not in done.stderr
