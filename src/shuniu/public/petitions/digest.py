"""What the ledger remembers of a petition's words."""

from shuniu.kernel.audit.encoding import sm3


def digest_of(title: str, text: str, place: str) -> str:
    """SM3 of title, text and place, 64 hexadecimal characters: a changed word is found by the ledger."""
    return sm3(f"{title}\n{text}\n{place}".encode()).hex()
