"""Long work: gather, compute, record; asked for by pages and commands, done by a worker."""
