"""An executor that a person installed: loky's, as its package would declare it."""

import loky


def create(jobs):
    return loky.ProcessPoolExecutor(max_workers=jobs)
