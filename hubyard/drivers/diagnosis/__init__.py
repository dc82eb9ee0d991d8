"""Shells to ask hosts by: this one's, and another's through OpenSSH. Add here: another way to a host, its line in `shells.py`."""
