"""The plain Flask application for any WSGI server: pages poll, nothing else changes."""

from pog.app import create_app

app = application = create_app()
