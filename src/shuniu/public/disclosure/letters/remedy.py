"""救济途径: the line that ends every reply. Only what an official text was read to say is put as law.

A refusal must go to reconsideration first, and the reply must say so (行政复议法 art. 23); sixty days from knowledge (art.
20). How long one may go to court is not cited: that text has not been read, and a wrong term would cost the applicant
the right.
"""

from __future__ import annotations

from shuniu.kernel.law.registry import RECONSIDERATION
from shuniu.public.disclosure.replies import Reply

WITHIN, FIRST = RECONSIDERATION.article(20), RECONSIDERATION.article(23)


def remedy_line(reply: Reply, authority: str) -> str:
    """What the applicant may do who does not agree. ``authority``: the reviewing organ that the draft names."""
    term = f"自知道或者应当知道本答复之日起六十日内，向{authority}"
    if reply.refuses:
        return (
            f"如不服本答复，依照{FIRST.cite()}，应当先申请行政复议：{term}提出（{WITHIN.cite()}）。"
            "对行政复议决定不服的，可以再依法向人民法院提起行政诉讼。"
        )
    return f"如不服本答复，可以{term}申请行政复议（{WITHIN.cite()}），也可以依法向有管辖权的人民法院提起行政诉讼。"
