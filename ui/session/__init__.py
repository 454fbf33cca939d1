"""The state of one visitor: page state, active run, fragments, language."""
