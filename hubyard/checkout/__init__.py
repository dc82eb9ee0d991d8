"""A hub's working copy and its git. Pure parsing here, git itself in `drivers/checkout`."""
