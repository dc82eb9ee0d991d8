"""What a host needs before the first deploy: an engine, and base images where no registry answers. Add a stand-in: `stand_ins.py`."""
