"""Groups of commands that name the nearest command when they do not know one."""

import click


class SuggestingGroup(click.Group):
    """A group that refuses an unknown command with the command that was most likely meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first argument; `UsageError` with the nearest name if there is none."""
        name = args[0]
        if name.startswith("-") or ctx.resilient_parsing or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        from grants.values.text import did_you_mean

        raise click.UsageError(
            f"there is no command {name!r}{did_you_mean(name, self.list_commands(ctx))}", ctx
        )
