"""Server configuration for the matrix: open to any caller, never for use.

Galata's own is left out: it belongs to one JupyterLab, and these are several.
"""

import os

c = get_config()  # noqa: F821
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.password = ""
c.ServerApp.disable_check_xsrf = True
c.IdentityProvider.token = ""
c.LabApp.expose_app_in_browser = True
c.JupyterNotebookApp.expose_app_in_browser = True
# What jupyter-collaboration keeps of shared documents.
c.SQLiteYStore.db_path = f"{os.environ['MATRIX_PLACE']}/ystore.db"
