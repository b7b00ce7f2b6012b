"""``completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import sys

import click

_HOW = {
    "bash": 'Put this line into ~/.bashrc:  eval "$(sheet-sync completion bash)"',
    "zsh": 'Put this line into ~/.zshrc:  eval "$(sheet-sync completion zsh)"',
    "fish": "Run:  sheet-sync completion fish > ~/.config/fish/completions/sheet-sync.fish",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(tuple(_HOW)))
def command(shell: str) -> None:
    """Print the lines that teach your SHELL to complete commands and options.

    \b
    Example:
      eval "$(sheet-sync completion bash)"
    """
    from click.shell_completion import get_completion_class

    from sheet_sync.cli import cli

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(cli, {}, "sheet-sync", "_SHEET_SYNC_COMPLETE").source())
    if sys.stdout.isatty():  # not where a shell reads the lines each time it starts
        click.echo(_HOW[shell], err=True)
