"""The HTTP server in front of Django: connections, response cache, body limits, worker pools."""
