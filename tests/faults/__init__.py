"""What goes wrong outside the code: bad files, a full disk, a silent database, a killed worker. `docs/faults.md` is
the list; tests run in the gate, the modules without `test_` are long and run by `python -m tests.faults.<name>`."""
