"""Amounts and quantities as exports write them: text to whole minor units, by the marks of a profile."""

import re
from decimal import ROUND_HALF_UP, Decimal

from grants.importing.profiles.profile import Profile
from grants.values.money import MAX_DIGITS

MINUS = "-\N{MINUS SIGN}"
_SPACES = " \u00a0\u202f"
RESIDUE = Decimal("0.000001")
"""How far a binary float may be from hundredths without a finding, in whole units of currency."""

CENT = Decimal("0.01")


class Amounts:
    """Reads the amounts of one file as its profile declares them; a cost's sign is not turned here."""

    def __init__(self, profile: Profile) -> None:
        self.decimal, self.thousands = profile.decimal, profile.thousands
        whole = _whole(profile.thousands)
        mark = re.escape(profile.decimal)
        self._pattern = _pattern(profile, whole, mark)
        self._quantity = re.compile(
            f"(?P<minus>[{MINUS}]?)(?P<whole>{whole})(?:{mark}(?P<part>[0-9]{{1,6}}))?(?P<after>-?)"
        )
        # Only ASCII, so that taking the marks out leaves what `int` reads.
        grouped = whole if profile.thousands != " " else "[0-9]+"
        minus = "-?" if "leading" in profile.negative else ""
        self._plain = re.compile(f"{minus}(?:{grouped}){mark}[0-9]{{2}}").fullmatch

    def quick(self, text: str) -> int | None:
        """The minor units of an amount that needs no second look; None if it needs `read`.

        That is a minus, digits, marks and two decimals, all of them ASCII.
        """
        if len(text) > MAX_DIGITS or self._plain(text) is None:
            return None
        return int(text.replace(self.thousands, "").replace(self.decimal, ""))

    def read(self, text: str) -> int:
        """The minor units; `ValueError` says what is wrong with the text."""
        found = self._pattern.fullmatch(text)
        if found is None:
            raise ValueError(self._why_not(text))
        whole = re.sub("[^0-9]", "", found["whole"])
        if len(whole.lstrip("0")) > MAX_DIGITS:
            raise ValueError(f"{text!r} has more than {MAX_DIGITS} digits before the decimal mark")
        minor = int(whole) * 100 + int((found["part"] or "").ljust(2, "0"))
        signs = sum(1 for name in ("leading", "trailing", "open") if found.groupdict().get(name))
        if signs > 1:
            raise ValueError(f"{text!r} is below zero twice over")
        return -minor if signs else minor

    def decimals(self, text: str) -> int | None:
        """How many decimals are written; None of what is no amount."""
        found = self._pattern.fullmatch(text)
        return None if found is None else len(found["part"] or "")

    def quantity(self, text: str) -> str:
        """A quantity as a plain number with a point; `ValueError` says what is wrong with the text."""
        found = self._quantity.fullmatch(text)
        if found is None or (found["minus"] and found["after"]):
            raise ValueError(f"{text!r} is no number with the decimal mark {self.decimal!r}")
        whole = re.sub("[^0-9]", "", found["whole"]).lstrip("0") or "0"
        if len(whole) > 9:
            raise ValueError(f"{text!r} has more than 9 digits before the decimal mark")
        part = (found["part"] or "").rstrip("0")
        minus = "-" if found["minus"] or found["after"] else ""
        return f"{minus}{whole}{'.' if part else ''}{part}"

    def _why_not(self, text: str) -> str:
        for pattern, said in _WRONG:
            if re.fullmatch(pattern.format(mark=re.escape(self.decimal)), text):
                return said.format(text=text, decimal=self.decimal)
        if self._pattern.fullmatch(re.sub(rf"[{MINUS}()]", "", text)):
            return f"{text!r} shows an amount below zero in a way that the profile does not name in negative"
        marks = f"decimal {self.decimal!r}, thousands {self.thousands!r}"
        return f"{text!r} is no amount with the marks of the profile ({marks})"


_WRONG: tuple[tuple[str, str], ...] = (
    (r"", "the amount is blank; nothing is not zero"),
    (r"#.*", "{text!r} is an error of a spreadsheet"),
    (
        r"[-+]?[0-9][0-9.,]*[eE][-+]?[0-9]+",
        "{text!r} is in scientific notation, and its last digits are lost",
    ),
    (
        rf"\(?[{MINUS}]?[0-9]+(?:{{mark}}[0-9]{{{{3}}}})*(?!{{mark}})[.,][0-9]{{{{1,2}}}}[-)]?",
        "{text!r} has another decimal mark than the profile, which says {decimal!r}",
    ),
    (
        rf"\(?[{MINUS}]?[0-9.,' ]*{{mark}}[0-9]{{{{3,}}}}[-)]?",
        "{text!r} has more than two decimals; is {decimal!r} a mark of thousands?",
    ),
)
"""Shapes of wrong amounts, the first that fits, and what to say of each."""


def _whole(thousands: str) -> str:
    """A pattern of the digits before the decimal mark."""
    if not thousands:
        return "[0-9]+"
    mark = f"[{_SPACES}]" if thousands == " " else re.escape(thousands)
    return f"(?:[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+)"


def _pattern(profile: Profile, whole: str, mark: str) -> re.Pattern[str]:
    ways = profile.negative
    number = rf"(?P<whole>{whole})(?:{mark}(?P<part>[0-9]{{1,2}}))?"
    leading = rf"(?P<leading>[{MINUS}] ?)?" if "leading" in ways else ""
    trailing = rf"(?P<trailing> ?[{MINUS}])?" if "trailing" in ways else ""
    opened, closed = (r"(?P<open>\()?", r"(?(open)\))") if "parentheses" in ways else ("", "")
    return re.compile(f"{opened}{leading}{number}{trailing}{closed}")


def minor_of(exact: Decimal) -> tuple[int, Decimal]:
    """Minor units of a number, and how far it is from them in whole units of currency.

    It is rounded once, half away from zero. `ValueError` if it is no number or has too many digits.
    """
    if not exact.is_finite() or abs(exact) >= 10**MAX_DIGITS:
        raise ValueError(f"{exact} is no amount of at most {MAX_DIGITS} digits before the decimal mark")
    rounded = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    return int(rounded.scaleb(2)), abs(exact - rounded)
