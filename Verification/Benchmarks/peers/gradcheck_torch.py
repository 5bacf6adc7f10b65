"""torch.autograd.gradcheck of a dense layer 676 → 100 on one sample, in double precision."""
import torch
from torch.nn import functional as F


def check(fast):
    torch.manual_seed(0)
    x, w, b = [torch.randn(shape, dtype=torch.double, requires_grad=True) for shape in ((1, 676), (100, 676), (100,))]

    def run():
        assert torch.autograd.gradcheck(F.linear, (x, w, b), fast_mode=fast)

    return run
