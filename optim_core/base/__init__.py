"""What every other package may use: errors, texts, hyperparameters, results, devices, the worker pool."""
