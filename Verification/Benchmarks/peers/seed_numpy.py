"""One step of gradient descent on the seed network in NumPy and SciPy, as the Python original takes it: a layer at a
time, column vectors, correlate2d and convolve2d, every input gradient computed, a new array for every result."""
import numpy as np
from scipy.signal import convolve2d, correlate2d

RATE = 1e-6


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def seed_step(precision):
    draw = np.random.default_rng(0)
    normal = lambda *shape: (draw.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(precision)
    k, kb = normal(5, 1, 3, 3), np.zeros((5, 26, 26), precision)
    w1, b1, w2, b2 = normal(100, 3380), np.zeros((100, 1), precision), normal(2, 100), np.zeros((2, 1), precision)
    image, target = draw.random((1, 28, 28)).astype(precision), np.array([[1], [0]], precision)

    def step():
        nonlocal k, kb, w1, b1, w2, b2
        z = kb.copy()
        for f in range(5):
            z[f] += correlate2d(image[0], k[f, 0], "valid")
        y = sigmoid(z)
        x1 = y.reshape(3380, 1)
        y1 = sigmoid(w1 @ x1 + b1)
        p = sigmoid(w2 @ y1 + b2)
        loss = -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

        d2 = (p - target) / (p * (1 - p)) / 2 * p * (1 - p)
        dw2, dy1 = d2 @ y1.T, w2.T @ d2
        w2, b2 = w2 - RATE * dw2, b2 - RATE * d2
        d1 = dy1 * y1 * (1 - y1)
        dw1, dx1 = d1 @ x1.T, w1.T @ d1
        w1, b1 = w1 - RATE * dw1, b1 - RATE * d1
        dz = dx1.reshape(5, 26, 26) * y * (1 - y)
        dk, dx = np.zeros_like(k), np.zeros_like(image)
        for f in range(5):
            dk[f, 0] = correlate2d(image[0], dz[f], "valid")
            dx[0] += convolve2d(dz[f], k[f, 0], "full")
        k, kb = k - RATE * dk, kb - RATE * dz
        return loss

    return step
