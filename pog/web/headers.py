"""Security headers on every answer, and the nonce that our own elements carry."""

import secrets

from flask import Flask, Response, g, request

from pog.config import Settings
from pog.web.assets import has_hash


def csp_nonce() -> str:
    """The nonce of this answer; our scripts and htmx elements carry it, injected ones cannot."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


NOBODY = "'none'"


def may_be_framed(by: str) -> None:
    """Let the present answer stand in frames of these sites; every other page in none."""
    g.frame_ancestors = by


def policy() -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {g.get('frame_ancestors', NOBODY)}",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types htmx",
        ]
    )


def add_headers(app: Flask, settings: Settings) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy()
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if settings.secure_cookies:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        elif not has_hash(str((request.view_args or {}).get("filename"))):
            response.cache_control.max_age = 3600  # its name stays when its content changes
        return response
