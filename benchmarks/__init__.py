"""Speed and memory, each as a ratio or a share of what the same machine does at the same time."""
