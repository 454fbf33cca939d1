"""Recording of a torch computation below autograd, and its replay in place."""
