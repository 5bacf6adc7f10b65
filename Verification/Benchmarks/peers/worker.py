"""Times what it is told to: a line such as "torch-autograd seed-step double 1 sgd 0.5" on standard input (peer, work
item, precision, batch, optimiser, seconds), the median in microseconds on standard output. It has as many threads as
OMP_NUM_THREADS says."""
import statistics
import sys
import time

import numpy as np
import torch

import digits_torch
import gradcheck_torch
import seed_numpy
import seed_torch


def prepare(peer, item, precision, batch, optimizer):
    numpy_type = {"double": np.float64, "float": np.float32}[precision]
    torch_type = {"double": torch.double, "float": torch.float}[precision]
    return {
        ("numpy", "seed-step"): lambda: seed_numpy.seed_step(numpy_type),
        ("torch-autograd", "seed-step"): lambda: seed_torch.autograd(torch_type),
        ("torch-by-hand", "seed-step"): lambda: seed_torch.by_hand(torch_type),
        ("torch-autograd", "small-step"): lambda: digits_torch.step(digits_torch.small, torch_type, batch, optimizer),
        ("torch-autograd", "digits-step"): lambda: digits_torch.step(digits_torch.digits, torch_type, batch, optimizer),
        ("torch-fast-gradcheck", "project-dense"): lambda: gradcheck_torch.check(fast=True),
        ("torch-slow-gradcheck", "check-dense"): lambda: gradcheck_torch.check(fast=False),
    }[peer, item]()


def median_microseconds(work, seconds):
    """As the command "time" does it: at least three groups of calls, each of a millisecond or more, after a warm-up."""
    def group(calls):
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return time.perf_counter() - start

    calls, start = 1, time.perf_counter()
    while True:
        taken = group(calls)
        if taken < 1e-3:
            calls *= 2
        elif taken > seconds or time.perf_counter() - start > seconds / 4:
            break
    samples, start = [], time.perf_counter()
    while len(samples) < 3 or time.perf_counter() - start < seconds:
        samples.append(group(calls) / calls)
    return 1e6 * statistics.median(samples)


for line in sys.stdin:
    peer, item, precision, batch, optimizer, seconds = line.split()
    work = prepare(peer, item, precision, int(batch), optimizer)
    print(median_microseconds(work, float(seconds)), flush=True)
