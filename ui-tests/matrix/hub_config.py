"""JupyterHub for one test: any name may sign in, each user is a folder; never for use."""

import os
import socket
import sys
from pathlib import Path

PLACE = Path(os.environ["MATRIX_PLACE"])


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['LAB_PORT']}"
c.JupyterHub.hub_port = free_port()
c.JupyterHub.db_url = f"sqlite:///{PLACE}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(PLACE / "hub_cookie_secret")
c.ConfigurableHTTPProxy.command = os.environ["HUB_PROXY"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.pid_file = str(PLACE / "hub-proxy.pid")
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{PLACE}/notebooks/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True"]
c.Spawner.env_keep = ["PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"]
c.Spawner.default_url = "/lab"
