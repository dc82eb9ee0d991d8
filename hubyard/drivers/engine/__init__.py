"""The Docker engine itself. `docker_engine.py` fills the port and hands each call to its part here. Add a call: there, and in a part."""
