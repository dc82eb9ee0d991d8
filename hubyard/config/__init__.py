"""yard.toml and hub.toml → values. Add a setting: a field with its bounds and a docstring line in `yard.py` or `hub.py`."""
