"""Sizing as text that fits the page in both languages, and as a document."""

import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.facts.work import YardFacts, YardHub
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.sizing import oracle_prices, sizing_of
from hubyard.history.values import BuildOutcome, CacheState
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.size import SizeAnswer
from tests.unit.diagnosis.sizing.made import CONTAINERS, HISTORY, HUBS, WHOLE, build, replace_history

PAGE = Page(width=80)
LACKING = replace(
    replace_history(
        WHOLE,
        (
            build("wbfinhub", 480, BuildOutcome.KILLED, cap=1800),
            build("wbsaleshub", 700, cache=CacheState.WARM),
            build("wbonboardinghub", 900, BuildOutcome.FAILED),
        ),
    ),
    containers=ContainersFacts(containers=CONTAINERS[:3]),
)
MANY = tuple(YardHub(slug=f"hub{number}", name=f"WBOnboardingHub{number}") for number in range(6))
FACTS = {
    "whole": WHOLE,
    "lacking": LACKING,
    "thrashed": replace_history(WHOLE, (build("wbfinhub", 480, BuildOutcome.THRASHED), *HISTORY)),
    "nothing_measured": replace_history(WHOLE, ()),
    "no_engine": replace(WHOLE, containers=Unread(why=Why.NO_ENGINE, detail="Cannot connect to the Docker daemon")),
    "no_yard_and_no_engine": replace(WHOLE, containers=Unread(why=Why.NO_ENGINE), yard=Unread(why=Why.NOT_ASKED)),
    "no_yard": replace(WHOLE, yard=Unread(why=Why.NOT_ASKED)),
    "no_memory": replace(WHOLE, memory=Unread(why=Why.NO_RIGHTS), cpu=Unread(why=Why.TIMED_OUT), builds=Unread(why=Why.NO_RIGHTS)),
    "six_hubs": replace(
        WHOLE, yard=YardFacts(hubs=MANY, history=tuple(build(hub.slug, 12_345) for hub in MANY)), containers=ContainersFacts(containers=())
    ),
    "larger_than_any": replace_history(WHOLE, [build(hub.slug, 900_000) for hub in HUBS]),
    "reserve_that_nothing_holds": replace(WHOLE, yard=YardFacts(hubs=HUBS, history=HISTORY, reserve_bytes=2 * 1024**4)),
}


def said(facts: Facts, language: str = "en") -> list[str]:
    return list(SizeAnswer(sizing=sizing_of(facts, prices=oracle_prices())).as_lines(Speech(language), PAGE))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_lines_fit_eighty_cells(facts: Facts, language: str) -> None:
    assert not [line for line in said(facts, language) if cell_len(line) > 80]


def test_whole_host() -> None:
    assert said(WHOLE) == WHOLE_SAID.splitlines()


WHOLE_SAID = """\
Memory 8 GB, 4 CPUs; in use now 2.6 GB, page cache and builds left out

Hub              Runs with  Build peak  Counted
───────────────────────────────────────────────
WBHubManager        300 MB        1 GB  1.05 GB
WBSalesHub          300 MB        2 GB   2.1 GB
WBFinHub            300 MB      1.5 GB  1.57 GB
WBOnboardingHub     300 MB      1.2 GB  1.26 GB

Memory                1 at once  2 at once  4 at once
─────────────────────────────────────────────────────
Hubs                     1.2 GB     1.2 GB     1.2 GB
Other containers         500 MB     500 MB     500 MB
Rest of the system       900 MB     900 MB     900 MB
Greatest builds          2.1 GB    3.67 GB    5.99 GB
Copy while switching     300 MB     300 MB     300 MB
Reserve                  800 MB     800 MB     800 MB
Needed                   5.8 GB    7.38 GB    9.69 GB
Fits here                   yes        yes         no

2 builds at once fit here.

Oracle Cloud         OCPU  1 at once  2 at once   4 at once
───────────────────────────────────────────────────────────
VM.Standard.E5.Flex  2     6 GiB $54  8 GiB $57  10 GiB $60
VM.Standard.E4.Flex  2     6 GiB $44  8 GiB $46  10 GiB $48
VM.Standard.A2.Flex  2     6 GiB $30  8 GiB $33  10 GiB $36
VM.Standard.A1.Flex  4     6 GiB $36  8 GiB $39  10 GiB $41
OCPUs and memory for a month of 744 hours, in USD: list prices of 2026-01-17,
without disks, traffic and tax. https://www.oracle.com/cloud/price-list/
Memory in GiB, which Oracle calls GB: 1 GiB is 1.07 GB, the kernel's part in it.

For 4 at once: VM.Standard.E5.Flex, OCPUs 2, memory 10 GiB, $60 a month
  1. Wait until nobody builds: invoke queue. The instance will restart; its
     addresses and disks stay.
  2. In the console: Compute, Instances, the instance, More actions, Edit,
     Edit shape: AMD, VM.Standard.E5.Flex, OCPUs 2, memory 10, Save changes.
     Or by the oci program, with the ID that the host itself says:
     curl -sH 'Authorization: Bearer Oracle' \\
       http://169.254.169.254/opc/v2/instance/id
     oci compute instance update --instance-id ID \\
       --shape VM.Standard.E5.Flex \\
       --shape-config '{"ocpus": 2, "memoryInGBs": 10}'
  3. Look at what came back: invoke status, invoke health
Swap does not help: for builds it counts as nothing. A1 and A2 are Arm: from
another processor they take a new instance, and all is built anew.
"""


def test_what_is_missing_is_named_with_the_command_that_measures_it() -> None:
    shown = said(LACKING)
    assert shown[shown.index(LACKING_SAID[0]) :][: len(LACKING_SAID)] == LACKING_SAID


LACKING_SAID = """\
No more than 4 builds at once fit here; whether so many do is not known (≥):
  ≥ WBSalesHub: none from scratch was measured, and the cache saves memory
  ≥ WBFinHub: killed at 1.8 GB, and none went well since: it needs more
  ≥ WBOnboardingHub: no build went well yet; those that failed had used 900 MB
  ≥ Builds that were not measured yet are missing. A deploy measures them:
      invoke deploy --hub=WBHubManager
  ≥ What these hubs use is missing: they do not run, or cannot be read:
      WBOnboardingHub
""".splitlines()

PHRASES = {  # facts, what stands in it
    "unread": (FACTS["no_engine"], "Could not be read: containers (no engine answers)"),
    "no_sum": (FACTS["no_memory"], "Without the host's memory there is no sum, and no shape to advise."),
    "no_hubs": (FACTS["no_yard_and_no_engine"], "No hub is known here, so there is no build to add. In a yard:"),
    "nothing_measured": (FACTS["nothing_measured"], "No build was measured yet, so it cannot be said what fits here."),
    "measuring": (FACTS["nothing_measured"], "      invoke deploy --hub=WBHubManager,WBSalesHub,WBFinHub,WBOnboardingHub"),
    "nothing_read": (FACTS["no_yard"], "What builds needed could not be read, so it cannot be said what fits here."),
    "too_large": (FACTS["reserve_that_nothing_holds"], "No shape of the list is large enough."),
    "none_fits": (FACTS["larger_than_any"], "Not even one build fits here beside what runs."),
}


@pytest.mark.parametrize(("facts", "phrase"), PHRASES.values(), ids=PHRASES)
def test_phrase(facts: Facts, phrase: str) -> None:
    assert phrase in said(facts)


def test_no_shape_is_advised_before_anything_was_measured() -> None:
    assert not [line for line in said(FACTS["nothing_measured"]) if "VM." in line]


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_document_is_json(facts: Facts) -> None:
    answer = SizeAnswer(sizing=sizing_of(facts, prices=oracle_prices()))
    assert json.loads(json.dumps(answer.as_json())) == answer.as_json()


def test_document() -> None:
    facts = replace(WHOLE, yard=YardFacts(hubs=HUBS[:1], history=HISTORY), cpu=Unread(why=Why.ABSENT, detail="no file"))
    document = dict(SizeAnswer(sizing=sizing_of(facts, prices=oracle_prices())).as_json())
    (need,) = document.pop("needs")
    assert need.pop("shapes")[0] == {"shape": "VM.Standard.E5.Flex", "ocpus": 1, "memory_gib": 5, "month_price": 29.76}
    assert need == {
        "at_once": 1,
        "needed_bytes": 4_750_000_000,
        "at_least": False,
        "resident_bytes": 2_600_000_000,
        "builds_bytes": 1_050_000_000,
        "copy_bytes": 300_000_000,
        "reserve_bytes": 800_000_000,
        "fits": "yes",
    }
    assert document == {
        "host": "",
        "total_bytes": 8_000_000_000,
        "cpus": None,
        "architecture": "x86_64",
        "resident": {"hubs_bytes": 300_000_000, "others_bytes": 1_400_000_000, "system_bytes": 900_000_000, "total_bytes": 2_600_000_000},
        "hubs": [
            {
                "hub": "WBHubManager",
                "resident_bytes": 300_000_000,
                "build_peak_bytes": 1_000_000_000,
                "build_counted_bytes": 1_050_000_000,
                "build_known": "measured",
            }
        ],
        "fits_at_once": 1,
        "fits_at_most": 1,
        "unread": {"cpu": {"why": "absent", "detail": "no file"}},
        "prices": {
            "currency": "USD",
            "hours_a_month": 744,
            "source": "https://www.oracle.com/cloud/price-list/",
            "seen": "2026-01-17",
        },
    }
