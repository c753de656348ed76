"""The lab's training step in PyTorch, one thread: a peer for test/bench/lab.ts, which runs it where python3 has torch. Prints ms per step by batch."""
import json
import resource
import sys

import torch

INPUTS, HIDDEN, OUTPUTS, STEPS = 784, 256, 13, 16


def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def step_ms(batch, rounds):
    torch.manual_seed(1)
    images = torch.randint(0, 256, (STEPS * batch, INPUTS), dtype=torch.uint8)
    targets = torch.softmax(torch.randn(STEPS * batch, OUTPUTS), dim=1)
    sizes = [INPUTS, HIDDEN, HIDDEN, OUTPUTS]
    layers = [torch.nn.Linear(rows, columns) for rows, columns in zip(sizes, sizes[1:])]
    network = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-4)
    best = float("inf")
    for _ in range(rounds + 1):
        order = torch.randperm(STEPS * batch)
        start = seconds()
        for at in range(STEPS):
            rows = order[at * batch:(at + 1) * batch]
            logits = network(images[rows].float() * (2 / 255) - 1)
            loss = -(targets[rows] * torch.log_softmax(logits, dim=1)).sum() / batch
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        best = min(best, seconds() - start)
    return 1000 * best / STEPS


torch.set_num_threads(1)
print(json.dumps({"version": torch.__version__, "ms": {str(batch): step_ms(batch, int(sys.argv[1])) for batch in (1024, 256)}}))
