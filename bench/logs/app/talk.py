"""Writes the time, in nanoseconds since 1970, a hundred times a second."""
import time

start = time.monotonic()
line = 0
while True:
    line += 1
    print("at", time.time_ns())
    time.sleep(max(0, start + line / 100 - time.monotonic()))
