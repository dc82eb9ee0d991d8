"""A hub's working copy: its git, and digests of what lies in it."""
