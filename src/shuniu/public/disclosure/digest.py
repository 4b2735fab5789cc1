"""What the ledger remembers of a request's words."""

from shuniu.kernel.audit.encoding import sm3


def digest_of(title: str, text: str) -> str:
    """SM3 of title and text, 64 hexadecimal characters: a changed word is found by the ledger."""
    return sm3(f"{title}\n{text}".encode()).hex()
