"""Settings of the model page and noisy ones of the surface page, worth five minutes each, as the entries of links."""

from collections.abc import Mapping

PRESETS: Mapping[str, Mapping[str, str]] = {
    "boundaries": {
        "dataset": "Moons",
        "model": "MLP",
        "epochs": "40",
        "batch_size": "32",
        "view": "boundaries",
        "o1": "SGD",
        "o1.lr": "0.05",
        "o2": "SGD",
        "o2.lr": "0.05",
        "o2.momentum": "0.9",
        "o3": "Adagrad",
        "o3.lr": "0.02",
        "o4": "RMSprop",
        "o4.lr": "0.01",
        "o5": "Adam",
        "o5.lr": "0.01",
    },
    "edge": {
        "dataset": "Chebyshev",
        "model": "MLP",
        "model.width": "20",
        "model.depth": "2",
        "model.init": "xavier",
        "epochs": "2000",
        "seed": "12",
        "sharpness": "True",
        "view": "sharpness",
        "o1": "SGD",
        "o1.lr": "0.2",
        "o2": "SGD",
        "o2.lr": "0.4",
        "o3": "SGD",
        "o3.lr": "0.6",
        "o4": "SGD",
        "o4.lr": "2",
    },
    "rare": {
        "dataset": "Words",
        "model": "Logistic",
        "epochs": "20",
        "batch_size": "32",
        "seeds": "4",
        "o1": "SGD",
        "o1.lr": "0.05",
        "o2": "SGD",
        "o2.lr": "0.05",
        "o2.momentum": "0.9",
        "o3": "Adagrad",
        "o3.lr": "0.5",
        "o4": "Adam",
        "o4.lr": "0.01",
    },
}

NOISY: Mapping[str, Mapping[str, str]] = {
    "NoisyRosenbrock": {"surface": "Rosenbrock", "noise": "5"},
    "NoisyBeale": {"surface": "Beale", "noise": "0.5"},
    "NoisyBranin": {"surface": "Branin", "noise": "2"},
}
"""Surfaces with gradients as noisy as those of small batches, after DeepOBS (Schneider et al., 2019)."""
