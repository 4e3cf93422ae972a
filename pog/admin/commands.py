"""What operators do from the terminal."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask

from pog.admin.checking import check_all, settings_in_use
from pog.config import read_settings
from pog.core.database import db
from pog.core.jobs import work_for_ever, work_off
from pog.core.terminal import in_app, json_option, print_json
from pog.live.serving import serve as run_server
from pog.seeding.demo import load_demo

AS_IT_IS = "pog.application"
"""Where the root command keeps what makes the application without making it ready."""


@click.command()
@click.option("--host", help="Address to listen on. [POG_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port. [POG_PORT, else 5000]")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes; more than one needs PostgreSQL.",
)
@click.option(
    "--jobs/--no-jobs", default=True, help="Whether slow work is done here, too. [--jobs]"
)
@click.pass_context
def serve(
    context: click.Context, host: str | None, port: int | None, workers: int, jobs: bool
) -> None:
    """Run the site. A new data folder is made ready first."""
    if host is not None:
        os.environ["POG_HOST"] = host
    if port is not None:
        os.environ["POG_PORT"] = str(port)
    settings = read_settings()
    if workers > 1 and settings.database_url.startswith("sqlite"):
        raise click.UsageError("Several workers need PostgreSQL: set POG_DATABASE_URL.")
    make_app: Callable[[], Flask] = context.find_root().obj
    app = make_app()
    if workers > 1:
        with app.app_context():
            db.engine.dispose()
    click.echo(f"pog is at {settings.base_url}")
    with a_worker_beside(jobs):
        run_server(settings.host, settings.port, workers)


@contextmanager
def a_worker_beside(wanted: bool = True) -> Iterator[None]:
    """Have a process of its own do slow work, as long as the server runs."""
    if not wanted:
        yield
        return
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from pog.cli import main; main()",
            "work",
            "--child-of",
            str(os.getpid()),
        ]
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=10)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then end.")
@click.option(
    "--child-of", type=int, metavar="PID", help="End when this process, its parent, ends."
)
@in_app
def work(once: bool, child_of: int | None) -> None:
    """Do slow work, such as long imports: one job after the other, until stopped.

    `pog serve` starts one by itself. With PostgreSQL several may run, on any machine.
    """
    if once:
        click.echo(work_off())
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Who starts us says who they are: they may be gone before we could ask.
    work_for_ever(lambda: child_of is None or os.getppid() == child_of)


@click.command()
@click.option("--no-serve", is_flag=True, help="Only load the example.")
@click.pass_context
def demo(context: click.Context, no_serve: bool) -> None:
    """Run the site with the worked example: a district half way through its convening."""
    settings = read_settings()
    make_app: Callable[[], Flask] = context.find_root().obj
    with make_app().app_context():
        example = load_demo(settings.data)
        db.session.remove()
    click.echo(
        f"""
The worked example is ready.

  Open        {settings.base_url}
  Sign in as  {example.email}
  Password    {example.password}
  Join code   {example.join_code}  (on a phone: {settings.base_url}/j/{example.join_code})
"""
    )
    if not no_serve:
        with a_worker_beside():
            run_server(settings.host, settings.port, 1)


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check the installation; exit status 1 when something is not in order."""
    make_app: Callable[[], Flask] = context.find_root().meta[AS_IT_IS]
    with make_app().app_context():
        checks = list(check_all(settings_in_use()))
    if as_json:
        print_json({check.name: {"ok": check.ok, "says": check.says} for check in checks})
    else:
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'BAD '} {check.name:9} {check.says}")
    if not all(check.ok for check in checks):
        sys.exit(1)


COMMANDS = [serve, work, demo, doctor]
