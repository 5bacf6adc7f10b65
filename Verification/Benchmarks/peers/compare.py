"""Runs rounds of measurements, ours and the peers' by turns, and prints their medians as a Markdown table."""
import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = HERE.parent / "bin/Release/net10.0/CnnVerified.Verification.Benchmarks.dll"

# Work item, precision, batch, threads, peers.
SEED = [("seed-step", "double", 1, n, ["numpy", "torch-autograd", "torch-by-hand"]) for n in (1, 2)]
TRAINING = [(item, "float", batch, n, ["torch-autograd"])
            for item in ("small-step", "digits-step") for batch in (32, 128) for n in (1, 2)]
FAST = [("project-dense", "double", 1, 2, ["torch-fast-gradcheck"])]
SLOW = [("check-dense", "double", 1, 2, ["torch-slow-gradcheck"])]


def ours(item, precision, batch, threads, options):
    """A process of its own for each measurement: the whole program with this many threads."""
    command = ["dotnet", PROGRAM, "time", item, "--precision", precision, "--batch", str(batch),
               "--optimizer", options.optimizer, "--threads", str(threads), "--seconds", str(options.seconds)]
    environment = os.environ | {"DOTNET_PROCESSOR_COUNT": str(threads)}
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


class Peers:
    """Python with this many threads, kept running: importing PyTorch takes longer than a measurement."""

    def __init__(self, threads):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        self.process = subprocess.Popen(
            [sys.executable, HERE / "worker.py"], env=os.environ | dict.fromkeys(names, str(threads)),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def time(self, peer, item, precision, batch, options):
        print(peer, item, precision, batch, options.optimizer, options.seconds, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def versions():
    """What each kind of peer is, such as {"torch": "PyTorch 2.10.0"}."""
    code = "import numpy, scipy, torch; print(numpy.__version__, scipy.__version__, torch.__version__)"
    numpy, scipy, torch = subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return {"numpy": f"NumPy {numpy} with SciPy {scipy}", "torch": f"PyTorch {torch}"}


def speed(microseconds, batch):
    if batch > 1:
        return f"{1e6 * batch / microseconds:,.0f} samples/s"
    return f"{microseconds:,.0f} µs" if microseconds < 1e4 else f"{microseconds / 1e3:,.0f} ms"


def main():
    parser = argparse.ArgumentParser(prog="beside-peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured [5]")
    parser.add_argument("--seconds", type=float, default=0.5, help="for how long each time [0.5]")
    parser.add_argument("--optimizer", choices=("sgd", "adam"), default="sgd", help="of small and digits [sgd]")
    parser.add_argument("--only", default="", metavar="ITEM", help="only work items whose name contains this")
    parser.add_argument("--slow", action="store_true", help="also PyTorch's slow gradcheck: half a minute each time")
    options = parser.parse_args()

    table = [row for row in SEED + TRAINING + FAST + (SLOW if options.slow else []) if options.only in row[0]]
    workers = {threads: Peers(threads) for threads in sorted({row[3] for row in table})}
    times = {}
    for turn in range(options.rounds):
        for item, precision, batch, threads, peers in table:
            print(f"\rround {turn + 1}/{options.rounds} {item:20}", end="", file=sys.stderr, flush=True)
            measured = {"ours": ours(item, precision, batch, threads, options)}
            measured |= {peer: workers[threads].time(peer, item, precision, batch, options) for peer in peers}
            for who, microseconds in measured.items():
                times.setdefault((item, precision, batch, threads, who), []).append(microseconds)
    print(file=sys.stderr)

    version = versions()
    print("| work | scalar | batch | threads | ours | peer | version | its | ours is faster |")
    print("|---|---|---:|---:|---:|---|---|---:|---:|")
    for item, precision, batch, threads, peers in table:
        own = statistics.median(times[item, precision, batch, threads, "ours"])
        for peer in peers:
            other = statistics.median(times[item, precision, batch, threads, peer])
            print(f"| {item} | {precision} | {batch} | {threads} | {speed(own, batch)} "
                  f"| {peer} | {version[peer.split('-')[0]]} | {speed(other, batch)} | {other / own:.2f} × |")


main()
