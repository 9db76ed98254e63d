# Built from source by pip, and in no hurry: long enough for a test to interfere.
import time
from setuptools import setup

time.sleep(600)
setup(name="slow", version="1.0")
