"""The attacks, by theme. `docs/asvs.csv` says which test proves which requirement; `fuzz` is the long run."""
