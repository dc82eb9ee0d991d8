"""This host. Add a reading: a method here and in the port."""
