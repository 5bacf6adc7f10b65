"""One step of gradient descent on the seed network in PyTorch, by its autograd and by a backward pass of our own."""
import torch
from torch.nn import functional as F

RATE = 1e-6


def draw(precision):
    torch.manual_seed(0)
    normal = lambda *shape: torch.randn(shape, dtype=precision) / torch.Size(shape[1:]).numel() ** 0.5
    zeros = lambda *shape: torch.zeros(shape, dtype=precision)
    parameters = [normal(5, 1, 3, 3), zeros(5, 26, 26), normal(100, 3380), zeros(100), normal(2, 100), zeros(2)]
    return parameters, torch.rand(1, 1, 28, 28, dtype=precision), torch.tensor([[1, 0]], dtype=precision)


def autograd(precision):
    parameters, image, target = draw(precision)
    k, kb, w1, b1, w2, b2 = [p.requires_grad_() for p in parameters]
    optimizer = torch.optim.SGD(parameters, RATE)

    def step():
        y = torch.sigmoid(F.conv2d(image, k) + kb).flatten(1)
        y = torch.sigmoid(F.linear(y, w1, b1))
        loss = F.binary_cross_entropy(torch.sigmoid(F.linear(y, w2, b2)), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    return step


def by_hand(precision):
    (k, kb, w1, b1, w2, b2), image, target = draw(precision)
    patches = F.unfold(image, 3)[0]  # 9 × 676: the image is the same in every step, as is what the kernels see of it
    kernels = k.view(5, 9)

    @torch.inference_mode()
    def step():
        y = torch.sigmoid_(torch.addmm(kb.view(5, 676), kernels, patches))
        x1 = y.view(3380)
        y1 = torch.sigmoid_(torch.addmv(b1, w1, x1))
        p = torch.sigmoid_(torch.addmv(b2, w2, y1))
        t = target[0]
        loss = F.binary_cross_entropy(p, t)

        d2 = (p - t) / 2  # the sigmoid's slope cancels the loss's denominator
        d1 = (w2.t() @ d2) * y1 * (1 - y1)
        w2.addr_(d2, y1, alpha=-RATE)
        b2.sub_(d2, alpha=RATE)
        dz = (w1.t() @ d1).view(5, 676) * y * (1 - y)
        w1.addr_(d1, x1, alpha=-RATE)
        b1.sub_(d1, alpha=RATE)
        kernels.addmm_(dz, patches.t(), alpha=-RATE)
        kb.sub_(dz.view(5, 26, 26), alpha=RATE)
        return loss

    return step
