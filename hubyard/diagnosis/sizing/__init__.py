"""How much memory a host needs, and what that costs. Add here: a part of the sum, `need.py`; a shape, `oracle_shapes.toml`."""

from hubyard.diagnosis.sizing.need import ASKED, sizing_of
from hubyard.diagnosis.sizing.shapes import oracle_prices
from hubyard.diagnosis.sizing.steps import OCID_COMMAND, change_command
from hubyard.diagnosis.sizing.values import Sizing

__all__ = ["ASKED", "OCID_COMMAND", "Sizing", "change_command", "oracle_prices", "sizing_of"]
