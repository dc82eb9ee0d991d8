"""How a shape is changed, as it is pasted."""

from decimal import Decimal

from hubyard.diagnosis.sizing.shapes import oracle_prices
from hubyard.diagnosis.sizing.steps import change_command
from hubyard.diagnosis.sizing.values import Offer


def test_change_command_is_one_command_in_three_lines() -> None:
    offer = Offer(shape=oracle_prices().shapes[0], ocpus=2, gib=10, month_price=Decimal("59.52"))
    assert change_command(offer) == (
        "oci compute instance update --instance-id ID \\",
        "  --shape VM.Standard.E5.Flex \\",
        """  --shape-config '{"ocpus": 2, "memoryInGBs": 10}'""",
    )
