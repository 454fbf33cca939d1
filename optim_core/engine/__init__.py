"""One step of work recorded below autograd and replayed in place."""
