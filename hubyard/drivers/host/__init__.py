"""The host we run on: its memory, its disks, its ports."""
