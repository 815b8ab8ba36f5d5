# Sets $python to the project's own Python, or to one that can make it. Read by the commands in bin/.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

python=
# 3.11 and 3.12 come first: all wheels exist for them, the embedded Redis included.
for candidate in "$root/.venv/bin/python" python3.11 python3.12 python3 python3.13 python3.14 python; do
    if fits "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "The portal needs Python 3.11 or later, and found none (looked for python3.11 … python3.14)." >&2
    echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
