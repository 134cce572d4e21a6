"""The HTTP server: connections, response cache, body limits and worker pools around Django."""
