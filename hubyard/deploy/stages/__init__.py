"""The stages after the plan, in their order. Pull comes before it, for it changes what there is to plan. Add a stage: a file and a row."""

from hubyard.deploy.stages import build, cleanup, start, tag
from hubyard.deploy.stages.stage import Stage

STAGES = (
    Stage(name="build", run=build.run),
    Stage(name="tag", run=tag.run, replaces=True),
    Stage(name="start", run=start.run, replaces=True, completes=True),
    Stage(name="cleanup", run=cleanup.run),
)
