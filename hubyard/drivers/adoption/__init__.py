"""Folders as people left them, for `adoption`."""
