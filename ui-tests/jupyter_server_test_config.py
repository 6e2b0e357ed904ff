"""Server configuration for the browser tests: open to any caller, never for use."""

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821

# A kernel that dies in its first ten seconds would be given other ports, about
# which its pages are not told: one that is quick to connect again waits for ever.
c.KernelRestarter.random_ports_until_alive = False  # noqa: F821
