"""Gradient optimizers raced side by side; a pure library without Streamlit."""
