"""Declared hyperparameters as Streamlit widgets."""
