"""What a click on a button of the panel has a kernel do, where torch is all that it needs.

The page carries each of these modules to the kernel as text, when its button is
clicked (`scripts/pack_clicks.py`), so they work in a kernel that has nothing of
ours but the agent. Each is the standard library alone, finds torch and the agent
in `sys.modules`, and has a function `answer`. What needs the package itself is
in `devicelab/actions.py`.
"""
