"""Server configuration for the browser tests: open to any caller, never for use."""

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821
