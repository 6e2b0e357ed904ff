"""A Python kernel that won't start again once a file named `die` lies in its folder."""

import sys
from pathlib import Path

if Path("die").exists():
    sys.exit("told to stay dead")

from ipykernel import kernelapp

kernelapp.launch_new_instance()
