"""How a shape is changed by the command line: lines to paste."""

from typing import Final

from hubyard.diagnosis.sizing.values import Offer

OCID_COMMAND: Final = ("curl -sH 'Authorization: Bearer Oracle' \\", "  http://169.254.169.254/opc/v2/instance/id")
"""On the instance itself. Source: docs.oracle.com, Content/Compute/Tasks/gettingmetadata.htm."""


def change_command(offer: Offer) -> tuple[str, ...]:
    """The shape is named: it may be another one. Source: docs.oracle.com, Content/Compute/Tasks/resizinginstances.htm, as of 2026-09-05."""
    return (
        "oci compute instance update --instance-id ID \\",
        f"  --shape {offer.shape.name} \\",
        f'  --shape-config \'{{"ocpus": {offer.ocpus}, "memoryInGBs": {offer.gib}}}\'',
    )
