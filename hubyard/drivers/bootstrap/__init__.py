"""Installing and making what a host lacks. Add a way to make a base image: `base_images.py`; a program: `packages.py`."""
