"""Who is written to and who gets a copy: 条例 art. 14, 15, 16, 17."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.office.documents.rules import articles
from shuniu.office.documents.rules.organs import DOWNWARD, UPWARD, Organ, Sort, Standing, highest_skipped
from shuniu.office.documents.rules.papers import Draft, Finding, Mend, Severity, names


def _without(organs: tuple[Organ, ...], *gone: Organ) -> str:
    return names([one for one in organs if one not in gone])


def missing(draft: Draft) -> Iterator[Finding]:
    """A type that is addressed names its recipient; one that is published has none."""
    if (
        draft.kind.addressed
        and not draft.recipients
        and draft.text.strip()
        and draft.kind.name not in {"命令", "决议", "决定", "纪要"}
    ):
        yield Finding("recipients.missing", "recipients", _("还没有写主送机关。"), articles.ELEMENTS, Severity.WARNING)
    if not draft.kind.addressed and draft.recipients:
        yield Finding(
            "recipients.public", "recipients",
            _("%(kind)s向社会公布，不写主送机关。") % {"kind": draft.kind.name}, articles.CUSTOM, Severity.WARNING,
            names(draft.recipients), mends=(Mend(_("去掉主送机关"), (("recipients", ""),)),),
        )  # fmt: skip


def one_upward(draft: Draft) -> Iterator[Finding]:
    """15 (1): upward to one organ; others as copies."""
    if not draft.towards(UPWARD) or len(draft.recipients) == 1:
        return
    first = draft.towards(UPWARD)[0]
    others = [one for one in draft.recipients if one != first]
    copied = [one for one in others if draft.standing_of(one) not in DOWNWARD]
    yield Finding(
        "recipients.one_upward", "recipients",
        _("上行文原则上只主送一个上级机关，现在写了 %(count)d 个。") % {"count": len(draft.recipients)},
        articles.ONE_RECIPIENT, text=names(others),
        mends=(Mend(
            _("只主送%(first)s，其余改为抄送") % {"first": first.name},
            (("recipients", first.name), ("copies", names([*draft.copies, *(one for one in copied if one not in draft.copies)]))),
        ),),
    )  # fmt: skip


def no_copy_down(draft: Draft) -> Iterator[Finding]:
    """15 (1): nothing that goes up is copied down."""
    below = [one for one in draft.copies if draft.standing_of(one) in DOWNWARD]
    if draft.towards(UPWARD) and below:
        yield Finding(
            "copies.downward", "copies", _("上行文不抄送下级机关：%(names)s。") % {"names": names(below)},
            articles.ONE_RECIPIENT, text=names(below),
            mends=(Mend(_("去掉抄送的下级机关"), (("copies", _without(draft.copies, *below)),)),),
        )  # fmt: skip


def no_person(draft: Draft) -> Iterator[Finding]:
    """15 (5): papers go to organs, unless the superior himself assigned the matter."""
    for field, organs in (("recipients", draft.recipients), ("copies", draft.copies)):
        for person in (one for one in organs if one.sort is Sort.PERSON):
            mends = [Mend(_("去掉“%(name)s”") % {"name": person.name}, ((field, _without(organs, person)),))]
            if field == "recipients" and draft.superior and len(organs) == 1:
                label = _("改为主送%(organ)s") % {"organ": draft.superior.name}
                mends.insert(0, Mend(label, (("recipients", draft.superior.name),)))
            yield Finding(
                f"{field}.person", field,
                _("“%(name)s”是个人：除上级机关负责人直接交办的事项外，不得以本机关名义向上级机关负责人报送公文。") % {"name": person.name},
                articles.NO_PERSON, text=person.name, mends=tuple(mends),
            )  # fmt: skip


def no_skipping(draft: Draft) -> Iterator[Finding]:
    """14: no level is passed over; where it must be, the organ passed over gets a copy."""
    for reader in draft.towards(frozenset({Standing.ABOVE_SKIPPING})):
        skipped = highest_skipped(draft.lead, reader)
        copied = any(one.id == skipped for one in (*draft.copies, *draft.recipients) if skipped)
        if copied:
            continue
        mends: tuple[Mend, ...] = ()
        if draft.superior and draft.superior.id == skipped:
            up = draft.superior
            instead = names([up if one == reader else one for one in draft.recipients])
            mends = (
                Mend(_("改为主送%(organ)s") % {"organ": up.name}, (("recipients", instead),)),
                Mend(_("抄送%(organ)s") % {"organ": up.name}, (("copies", names([*draft.copies, up])),)),
            )
        yield Finding(
            "recipients.skipping", "recipients",
            _("%(name)s不是直接上级：一般不得越级行文；确需越级的，应当同时抄送被越过的机关。") % {"name": reader.name},
            articles.SKIPPING, text=reader.name, mends=mends,
        )  # fmt: skip


def consent(draft: Draft) -> Iterator[Finding]:
    """15 (2): a department that turns to its superior department has the consent of its own government."""
    guiding = draft.towards(frozenset({Standing.GUIDING}))
    if guiding and draft.kind.name in {"请示", "报告"} and not _says_consent(draft.text):
        yield Finding(
            "recipients.consent", "recipients",
            _("向上级主管部门请示、报告重大事项，应当经本级党委、政府同意或者授权；属于本部门职权范围内的事项不受此限。"),
            articles.CONSENT, Severity.HINT, text=names(guiding),
        )  # fmt: skip


def _says_consent(text: str) -> bool:
    return "同意" in text and ("经" in text or "授权" in text)


ORDERS = frozenset({"通知", "命令", "决定", "通报", "意见"})


def no_orders(draft: Draft) -> Iterator[Finding]:
    """16 (2): only the office writes to lower governments as one who orders; departments write a letter."""
    if draft.lead.sort not in {Sort.DEPARTMENT, Sort.OTHER} or draft.kind.name not in ORDERS:
        return
    governments = [one for one in draft.recipients if one.governs and draft.standing_of(one) not in UPWARD]
    if not governments or (_says_consent(draft.text) and "政府" in draft.text):
        return
    yield Finding(
        "recipients.orders", "recipients",
        _("部门不得向下级党委、政府发布指令性公文。需经政府审批的具体事项，经政府同意后可以行文，文中须注明“经%(city)s同意”。")
        % {"city": draft.superior.name if draft.superior else _("政府")},
        articles.NO_ORDERS, text=names(governments),
        mends=(Mend(_("改用函"), (("kind", "函"),)),),
    )  # fmt: skip


def no_section(draft: Draft) -> Iterator[Finding]:
    """17: sections do not write outside; the office (厅、室) of an organ does."""
    if draft.lead.sort is not Sort.SECTION or "办公室" in draft.lead.name:
        return
    outside = [one for one in draft.recipients if draft.home is None or draft.home.id not in (one.id, *one.chain)]
    if not outside and draft.kind.addressed:
        return
    mends = (
        (Mend(_("改由%(organ)s行文") % {"organ": draft.home.name}, (("organ", str(draft.home.id)),)),)
        if draft.home
        else ()
    )
    yield Finding(
        "organ.section", "organ", _("%(name)s是内设机构：除办公厅（室）外，内设机构不得对外正式行文。") % {"name": draft.lead.name},
        articles.JOINT, text=draft.lead.name, mends=mends,
    )  # fmt: skip


def joint(draft: Draft) -> Iterator[Finding]:
    """17: organs that issue together are of one rank."""
    if len(draft.organs) == 1:
        return
    uneven = [
        one
        for one in draft.organs[1:]
        if one.id in draft.lead.chain or draft.lead.id in one.chain or (one.id and _rank(one) != _rank(draft.lead))
    ]
    if uneven:
        yield Finding(
            "organs.level", "joint", _("联合行文限于同级机关：%(names)s与%(lead)s不同级。") % {"names": names(uneven), "lead": draft.lead.name},
            articles.JOINT, text=names(uneven),
            mends=(Mend(_("去掉不同级的机关"), (("joint", names([one for one in draft.organs[1:] if one not in uneven])),)),),
        )  # fmt: skip


def _rank(organ: Organ) -> int:
    return len(organ.chain)


def twice(draft: Draft) -> Iterator[Finding]:
    """Nobody is written to twice, nor writes to himself."""
    both = [one for one in draft.copies if one in draft.recipients]
    if both:
        yield Finding(
            "copies.twice", "copies", _("已是主送机关，不必再抄送：%(names)s。") % {"names": names(both)},
            articles.CUSTOM, Severity.WARNING, names(both),
            mends=(Mend(_("从抄送中去掉"), (("copies", _without(draft.copies, *both)),)),),
        )  # fmt: skip
    own = [one for one in (*draft.recipients, *draft.copies) if draft.standing_of(one) is Standing.SELF]
    if own:
        values = (("recipients", _without(draft.recipients, *own)), ("copies", _without(draft.copies, *own)))
        yield Finding(
            "recipients.self", "recipients", _("发文机关不能主送或抄送自己。"), articles.CUSTOM, Severity.WARNING,
            names(own), mends=(Mend(_("去掉本机关"), values),),
        )  # fmt: skip


RULES = (missing, one_upward, no_copy_down, no_person, no_skipping, consent, no_orders, no_section, joint, twice)
