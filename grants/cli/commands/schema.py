"""`grants schema`: the JSON Schemas of grant.toml, closing.toml and profiles, for editors and programs."""

import click

from grants.cli.options import file_option


@click.command("schema")
@click.argument("kind", type=click.Choice(["grant", "closing", "profile"]), default="grant")
@file_option("-o", "--output", help="Write to a file.")
def command(kind: str, output: str | None) -> None:
    """Print the JSON Schema of grant.toml, closing.toml, or a profile for `grants import`.

    An editor with TOML support offers keys and marks mistakes when the first line of grant.toml
    reads `#:schema ../grant.schema.json` and the schema lies there.
    """
    from grants.cli.output import emit
    from grants.store.declared.schema import schema_text

    if kind == "profile":
        from grants.importing.profiles.profile_files import profile_schema_text

        emit(profile_schema_text(), output)
    elif kind == "closing":
        from grants.records import Closings

        emit(schema_text(Closings, "closing.toml"), output)
    else:
        emit(schema_text(), output)
