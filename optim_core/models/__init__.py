from optim_core.models.base import AbstractModel
