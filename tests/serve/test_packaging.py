"""The Dockerfile and the compose file, as far as they can be held to something without Docker."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from rag.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of this name, continued lines joined."""
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)


def test_the_image_runs_as_nobody_special_and_keeps_the_library_in_a_volume() -> None:
    assert instructions("USER") == ["rag"]
    (volume,) = instructions("VOLUME")
    assert f"RAG_LIBRARY={volume}" in instructions("ENV")[0]
    assert json.loads(instructions("CMD")[-1])[:2] == ["rag", "serve"]
    (check,) = instructions("HEALTHCHECK")
    compile(json.loads(check[check.index("[") :])[2], "healthcheck", "exec")
    assert "/api/health" in check


def test_everything_a_wheel_is_made_of_gets_into_the_image() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = {argument.split()[0] for argument in instructions("COPY") if not argument.startswith("--from")}
    needed = {*wheel["packages"], *wheel["force-include"]}
    assert needed <= copied
    let_through = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    assert needed <= let_through


def test_compose_has_a_chroma_server_and_demands_a_key() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    ours, chroma = compose["services"]["rag"], compose["services"]["chroma"]
    assert ":?" in ours["environment"]["RAG_API_KEY"]
    assert ours["environment"]["RAG_CHROMA_URL"] == "http://chroma:8000"
    assert ours["depends_on"] == ["chroma"]
    for service in (ours, chroma):
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
    known = {f"RAG_{name.upper()}" for name in Settings.model_fields} | {"OPENAI_API_KEY"}
    assert set(ours["environment"]) <= known
