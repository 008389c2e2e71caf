"""The commands `rag serve` and `rag mcp`.

Only light imports at the top, so that `rag --help` is instant.
"""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from rag import front
from rag.errors import InputError
from rag.options import console, settings

Host = Annotated[str, typer.Option(help="Where to listen; wider than this computer needs RAG_API_KEY.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes any that is free.")]


def serve(ctx: typer.Context, host: Host = "127.0.0.1", port: Port = 8321) -> None:
    """Open a page to ask on, and an API for programs and agents.

    \b
    Examples:
      rag serve
      RAG_API_KEY=... rag serve --host 0.0.0.0
    """
    from rag import show
    from rag.serve.options import from_settings
    from rag.serve.run import run

    chosen = settings(ctx)
    options = from_settings(chosen, host, port)
    with _listening(host, port) as listener, front.open_library(chosen, create=True) as library:
        say = console(stderr=True)
        show.say(say, f"Open {_address(host, listener.getsockname()[1])}")
        show.say(say, f"Answers: {_engine(options.engine)}. Stop with Ctrl-C.")
        run(library, options, listener)
        show.say(say, "Stopped.")


def mcp(ctx: typer.Context) -> None:
    """Serve an agent over standard input and output (Model Context Protocol); `rag serve` does so over HTTP.

    \b
    Example, as an agent's settings have it:
      {"mcpServers": {"news": {"command": "rag", "args": ["mcp"]}}}
    """
    from rag.serve.mcp_server import run_stdio

    with front.open_library(settings(ctx)) as library:
        run_stdio(library)


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound there. Raises InputError where that can't be."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = found[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen()  # so that whoever is quick waits, rather than being turned away
    except OSError as error:
        raise InputError(
            f"Can't listen on {host}, port {port}: {error.strerror}.",
            "Choose another port with --port (0 takes any that is free), or stop what listens there.",
        ) from error
    return listener


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _engine(engine: front.Engine) -> str:
    if engine.kind == "none":
        return f"the articles' own sentences ({engine.why})"
    return f"written by {engine.model} ({engine.why}), nothing that the articles don't carry"
