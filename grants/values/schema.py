"""The columns of records: what other programs need to make a typed table of them, also of an empty one."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class RecordSchema(Mapping[str, type]):
    """The columns of `records()` in their order, each with the type of its values; any of them may be None.

    `places` has the decimals of each column of `Decimal`, the same in every row. `polars` gives the schema
    that `polars.DataFrame(rows, schema=...)` takes; for pandas, `list(schema)` are the columns.
    """

    def __init__(self, **columns: "type | int") -> None:
        """Columns by name: a type, or for `Decimal` its number of places."""
        self.places: Mapping[str, int] = {
            name: kind for name, kind in columns.items() if isinstance(kind, int)
        }
        self._types: Mapping[str, type] = {
            name: Decimal if isinstance(kind, int) else kind for name, kind in columns.items()
        }

    def __getitem__(self, name: str) -> type:
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    def __repr__(self) -> str:
        return f"RecordSchema({', '.join(f'{name}: {kind.__name__}' for name, kind in self.items())})"

    def polars(self) -> "pl.Schema":
        """The schema for polars, which has to be installed; amounts are `Decimal` of 38 digits."""
        import polars as pl

        kinds = {int: pl.Int64(), str: pl.String(), bool: pl.Boolean(), date: pl.Date()}
        return pl.Schema(
            {
                name: pl.Decimal(38, self.places[name]) if name in self.places else kinds[kind]
                for name, kind in self.items()
            }
        )
