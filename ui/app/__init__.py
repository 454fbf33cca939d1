"""The frame around every page: start-up, navigation, server."""
