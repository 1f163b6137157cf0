"""Every Python process of a run counts, together with the others, what it does to files, and kills at a given moment.

A moment is a number of such events, in all processes together: it comes no sooner on a slow machine. Python imports
this file by its name at start-up; the test names its folder in PYTHONPATH, and the rest in KILL_…:

    KILL_FOLDER    what counts lies below it
    KILL_COUNTER   a file of eight bytes: how many events there have been
    KILL_AT        at which event
    KILL_WHOM      “all”: the whole run at once; “self”: the process whose event it is
"""

import fcntl
import os
import signal
import sys

_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.scandir", "os.listdir"}

_folder = os.environ.get("KILL_FOLDER", "")
if _folder:
    _at = int(os.environ["KILL_AT"])
    _counter = os.open(os.environ["KILL_COUNTER"], os.O_RDWR)
    _whom = os.environ["KILL_WHOM"]
    _group = int(os.environ.setdefault("KILL_GROUP", str(os.getpgrp())))

    def _count():
        fcntl.flock(_counter, fcntl.LOCK_EX)
        try:
            count = int.from_bytes(os.pread(_counter, 8, 0), "big") + 1
            os.pwrite(_counter, count.to_bytes(8, "big"), 0)
        finally:
            fcntl.flock(_counter, fcntl.LOCK_UN)
        return count

    def _heard(event, arguments):
        if event not in _EVENTS or not arguments or not isinstance(arguments[0], str | os.PathLike):
            return
        path = os.path.abspath(os.fspath(arguments[0]))  # noqa: PTH100 - pathlib has events of its own
        if path.startswith(_folder) and _count() == _at:
            if _whom == "all":
                os.killpg(_group, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(_heard)
