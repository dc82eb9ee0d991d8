"""This host: its memory, its disks, its ports."""
