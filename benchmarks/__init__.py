"""The speed claims, measured on this machine: `python -m benchmarks`. No test of the course asserts a time."""
