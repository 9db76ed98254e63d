"""Writes a million lines of a hundred bytes as fast as it can."""
import sys
import time

start = time.monotonic()
for thousand in range(1000):
    sys.stdout.buffer.write(b"".join(b"%07d %s\n" % (1000 * thousand + line, b"x" * 91) for line in range(1000)))
sys.stdout.flush()
seconds = time.monotonic() - start
time.sleep(15)  # until the app may log again
print("written in %.1f s" % seconds, flush=True)
time.sleep(3600)
