"""Run the server until it is told to stop: what is under way is finished first."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from rag.serve import logs, traces
from rag.serve.app import create_app

if TYPE_CHECKING:
    from rag.library import Library
    from rag.serve.options import Options


def server(library: Library, options: Options) -> uvicorn.Server:
    """The server, not yet running."""
    return uvicorn.Server(
        uvicorn.Config(
            create_app(library, options),
            http="h11",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=round(options.grace),
            timeout_keep_alive=30,
        )
    )


def run(library: Library, options: Options, listener: socket.socket) -> None:
    """Serve on this bound socket until a signal says stop."""
    logs.set_up()
    traces.set_up()
    # When it is done, uvicorn raises again what stopped it, and the library is yet to be closed.
    before = signal.signal(signal.SIGTERM, lambda _signal, _frame: None)
    try:
        with suppress(KeyboardInterrupt):
            server(library, options).run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, before)
