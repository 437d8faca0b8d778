"""`grants schema`: the JSON Schema of grant.toml or of a profile for importing, for editors."""

import click


@click.command("schema")
@click.argument("kind", type=click.Choice(["grant", "profile"]), default="grant")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write to a file.")
def command(kind: str, output: str | None) -> None:
    """Print the JSON Schema of grant.toml, or of a profile for `grants import`.

    An editor with TOML support offers keys and marks mistakes when the first line of grant.toml
    reads `#:schema ../grant.schema.json` and the schema lies there.
    """
    from grants.cli.output import emit
    from grants.store.schema import schema_text

    if kind == "profile":
        from grants.exchange.erp.profile_files import profile_schema_text

        emit(profile_schema_text(), output)
        return
    emit(schema_text(), output)
