"""Training steps of the networks for ten digits in PyTorch: its modules, its autograd, its optimisers."""
import torch
from torch import nn

RATE = 1e-6


def small():
    return nn.Sequential(
        nn.Conv2d(1, 5, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(845, 100), nn.ReLU(), nn.Linear(100, 10))


def digits():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 10))


def step(network, precision, batch, optimizer):
    torch.manual_seed(0)
    network = network().to(precision)
    images, labels = torch.rand(batch, 1, 28, 28, dtype=precision), torch.arange(batch) % 10
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](network.parameters(), RATE)
    loss = nn.CrossEntropyLoss()

    def step():
        value = loss(network(images), labels)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        return value

    return step
