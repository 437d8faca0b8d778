"""`grants schema`: the JSON Schemas of grant.toml and closing.toml, for editors and programs."""

import click


@click.command("schema")
@click.argument("file", type=click.Choice(["grant", "closing"]), default="grant")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write to a file.")
def command(file: str, output: str | None) -> None:
    """Print the JSON Schema of grant.toml, or of closing.toml.

    An editor with TOML support offers keys and marks mistakes when the first line of grant.toml
    reads `#:schema ../grant.schema.json` and the schema lies there.
    """
    from grants.cli.output import emit
    from grants.store.schema import schema_text

    emit(schema_text(file), output)
