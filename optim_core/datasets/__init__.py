from optim_core.datasets.base import AbstractDataset, Split
