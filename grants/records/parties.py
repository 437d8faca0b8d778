"""Who gives the grant, who receives it, who takes part."""

from typing import Literal

from grants.records.types import Id, Many, Record, Text


class Funder(Record):
    """Who gives the grant. `kind` decides which public rules follow, such as fondsmoms."""

    name: Text
    """The name of the body, foundation or association that gives the money."""
    kind: Literal["public", "private"]
    """public: a state or other public-law body, the EU included. private: a foundation or association."""


class Recipient(Record):
    """Who receives the grant and answers for it, and for whom (`on_behalf_of`)."""

    name: Text
    """The name of the body that receives the money."""
    kind: Literal["municipality", "region", "other"] | None = None
    """What the recipient is; it decides fondsmoms, which concerns municipalities and regions only."""
    unit: Text | None = None
    """The department or office that keeps the account."""
    address: Many[Text] = ()
    """The lines of the address."""
    on_behalf_of: Text | None = None
    """For whom the recipient holds the grant, such as the partners of a cluster."""


class Partner(Record):
    """Someone who pays a part of the project; budget lines and postings name it by `id`."""

    id: Id
    """Short name, used in `partner = "..."` and in postings.csv as `partner:ID`."""
    name: Text
    """Full name."""
