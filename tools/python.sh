#!/bin/sh
# Hands over to the first Python of this machine that is new enough: tools/python.sh MODULE ARGUMENTS...
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m "$@"
    fi
done
echo "Python 3.11 or newer was not found. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
exit 1
