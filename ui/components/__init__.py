"""Views drawn in the browser by our own JavaScript."""
