#!/bin/sh
# The editor of the suite's users: changes one word.
exec sed -i s/bar/edited/ "$1"
