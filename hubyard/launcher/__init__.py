"""What `yard` does before anything is installed: the standard library alone, little of it. Add a step: a file here, its call in `yard`."""
