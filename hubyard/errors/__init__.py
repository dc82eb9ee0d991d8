"""Every error a person can meet: a class for each, with its exit status. Add one: a class in the file of its kind, and its three sentences.

The three lines that people read (what happened, why, what to do) are in `show/sentences/errors.toml` under the class's `code`; their
`{fields}` are the class's attributes. All names are to be had from here; each is declared once, so they are not listed again.
"""

from hubyard.errors.failed import *
from hubyard.errors.kinds import *
from hubyard.errors.memory import *
from hubyard.errors.refused_adoption import *
from hubyard.errors.refused_engine import *
from hubyard.errors.refused_host import *
from hubyard.errors.refused_hub import *
from hubyard.errors.refused_reach import *
from hubyard.errors.status import *
from hubyard.errors.stopped import *
from hubyard.errors.usage import *
