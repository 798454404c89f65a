"""Departments as tables call them: by full name, short name, alias, and the usual abbreviations.

A match is a matter of rules and unique, or there is none: 区发改局 is 区发展和改革局, but 市发改局 is not, and 税务局 is
neither of two tax bureaus. What is near is proposed, never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from compliance.law.drafting.certainty import Reading, asked, sure, understood
from compliance.law.drafting.grid import squeezed
from compliance.law.selectors import AnyDepartment, Named, OfKind, Selector
from compliance.law.text import Text
from compliance.work.organisation import Department, Office

ABBREVIATIONS: tuple[tuple[str, ...], ...] = (
    ("人民政府", "政府", "府"),
    ("发展和改革", "发展与改革", "发展改革", "发改"),
    ("人力资源和社会保障", "人力资源与社会保障", "人力资源社会保障", "人力社保", "人社"),
    ("住房和城乡建设", "住房与城乡建设", "住房城乡建设", "住建"),
    ("卫生健康", "卫生和健康", "卫健"),
    ("卫生和计划生育", "卫生与计划生育", "卫生计生", "卫计"),
    ("市场监督管理", "市场监管", "市监"),
    ("城市管理综合执法", "城管综合执法", "城市综合执法", "城市管理执法", "城管执法"),
    ("城市管理", "城管"),
    ("农业农村", "农村农业"),
    ("应急管理", "应急"),
    ("退役军人事务", "退役军人", "退役事务"),
    ("医疗保障", "医保"),
    ("行政审批", "行政审批服务", "审批", "审批服务"),
    ("政务服务", "政务服务管理"),
    ("政务服务和数据管理", "政务服务数据管理", "政数", "政务服务数据"),
    ("大数据", "大数据管理", "大数据发展", "大数据发展管理"),
    ("自然资源", "自然资源和规划", "自然资源与规划", "自规", "资规"),
    ("国土资源", "国土"),
    ("规划和自然资源", "规划与自然资源", "规自"),
    ("生态环境", "环境"),
    ("环境保护", "环保"),
    ("工业和信息化", "工业与信息化", "工业信息化", "工信"),
    ("经济和信息化", "经济与信息化", "经济信息化", "经信"),
    ("经济和商务", "经济商务", "经商"),
    ("科学技术", "科技"),
    ("教育和体育", "教育体育", "教体"),
    ("文化和旅游", "文化与旅游", "文化旅游", "文旅"),
    ("文化和旅游体育", "文化旅游体育", "文旅体", "文体旅"),
    ("文化广电和旅游", "文化广电旅游", "文广旅"),
    ("文化广播电视", "文化广电", "文广"),
    ("文化广电体育", "文广体"),
    ("交通运输", "交通"),
    ("安全生产监督管理", "安全生产监管", "安全监管", "安监"),
    ("食品药品监督管理", "食品药品监管", "食药监管", "食药监"),
    ("国有资产监督管理", "国有资产监管", "国资监管", "国资"),
    ("金融工作", "地方金融监督管理", "地方金融监管", "金融"),
    ("机关事务管理", "机关事务"),
    ("民族宗教事务", "民族宗教", "民宗"),
    ("人民防空", "人防"),
    ("林业和草原", "林业草原", "林草"),
    ("扶贫开发", "扶贫"),
    ("招商投资促进", "投资促进", "招商"),
    ("房屋征收", "征收"),
    ("法制", "政府法制", "人民政府法制"),
    ("保密", "国家保密"),
    ("公共资源交易", "公共资源"),
    ("融媒体", "融媒"),
)
"""Each row is one name, written in different ways. A way of writing stands in one row only."""

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("管委会", ("管理委员会", "管委会")),
    ("委", ("委员会", "委")),
    ("街道", ("街道办事处", "街道办", "街道")),
    ("办", ("办公室", "办")),
    ("分局", ("分局",)),
    ("局", ("局",)),
    ("中心", ("中心",)),
    *((word, (word,)) for word in ("厅", "部", "院", "社", "队", "站", "处", "科", "镇", "乡", "集团", "公司")),
)
"""What kind of body a name ends with; a bureau is not a commission, though their work be called the same."""

_CANONICAL = {form: forms[0] for forms in ABBREVIATIONS for form in forms}
_LEVELS = frozenset("省市区县旗州")
_DISTRICT_LEVEL = frozenset("区县旗")

_OWN = r"(?:全|本)?(?:省|市|区|县|旗|州)?(?:委|政府|人民政府|直|级|属)*"
_EVERY = (
    (
        re.compile(rf"(?:{_OWN}各(?:镇街|街镇|街道|乡镇|镇乡|镇|乡|乡镇街道|镇街道|街道办事处|街道办|街|镇（街道）|镇（街）|乡镇（街道）|镇、街道))(?:办事处)?\Z"),
        OfKind("street"),
        Text("读作全部街道", "read as every street"),
    ),
    (
        re.compile(rf"{_OWN}(?:各|所有|全体|全部)(?:工作|职能|组成|直属|政府工作)*(?:部门|委办局|委局办|委、办、局|局办|办局|职能局)\Z|{_OWN}(?:各|所有)委办局"),
        OfKind("department"),
        Text("读作全部部门，不含街道", "read as every department, without the streets"),
    ),
    (
        re.compile(rf"{_OWN}(?:各|所有|全体|全部)(?:单位|级各部门|地各部门|部门各单位|部门和街道|部门及街道|部门（单位）|单位（部门）|责任单位|成员单位|地区各部门|级各单位|部门单位)\Z"),
        AnyDepartment(),
        Text("读作全部部门和街道", "read as every department and street"),
    ),
)  # fmt: skip
_VAGUE = re.compile(
    rf"{_OWN}(?:各|其他|其它)?(?:有关|相关|涉及|各有关|各相关|具有|负有)(?:的)?.{{0,8}}(?:部门|单位|科室|地区|方面|街道|镇街)|业务主管部门|行业主管部门|{_OWN}各?(?:主管|行业主管)部门|各地|各科室|各处室|.*等(?:有关|相关)?(?:部门|单位)"
)


NEAR = 0.75
"""How like a name a department's must be to be proposed: 水务局 is not 商务局."""


@dataclass(frozen=True, slots=True)
class Body:
    """A name taken apart: what it does, in one way of writing, and what kind of body it is."""

    work: str
    kind: str


@dataclass(frozen=True)
class DepartmentNames:
    """The departments of an office by everything that they may be called."""

    office: Office

    def match(self, written: str) -> Reading[Selector]:
        """The departments that the words mean, or the question which they are."""
        found = self._matched.get(written)
        if found is None:
            found = self._matched[written] = self._match(written)
        return found

    @cached_property
    def _matched(self) -> dict[str, Reading[Selector]]:
        """What was asked before: a table names the same departments again and again."""
        return {}

    def _match(self, written: str) -> Reading[Selector]:
        words = squeezed(written).strip("。．.，,、；;：:")
        known = self._by_exact.get(words)
        if known is not None:
            return sure(Named((known.short_name.zh,)))
        for pattern, selector, why in _EVERY:
            if pattern.fullmatch(words):
                quoted = Text(f"“{words}”", f"“{words}” ")
                return understood(selector, quoted + why)
        if _VAGUE.fullmatch(words):
            return asked(Text(f"“{words}”没有说是哪些单位", f"“{words}” does not say which departments"))
        found = self._by_rule(words)
        if len(found) == 1:
            return sure(Named((found[0].short_name.zh,)))
        if found:
            names = [department.short_name.zh for department in found]
            return asked(
                Text(f"“{words}”可以是{'、'.join(names)}", f"“{words}” may be {' or '.join(names)}"),
                *names,
            )
        near = self.near(words)
        why = Text(f"“{words}”对不上任何单位", f"“{words}” is no department of the office")
        other = self._other_level(words)
        if other:
            why = Text(
                f"“{words}”写的是“{other}”一级，而本单位是{self.office.short_name.zh}",
                f"“{words}” is of another level (“{other}”) than this office",
            )
        return asked(why, *near)

    def near(self, written: str, most: int = 3) -> list[str]:
        """The short names of departments that are called something like it, the likeliest first."""
        words = squeezed(written)
        bodies = set(self._bodies(words)) | {self._apart(words.lstrip("".join(_LEVELS)))}
        bare = words.lstrip("".join(_LEVELS))
        ranked = []
        for department in self.office.departments:
            names = [squeezed(name) for name in self._called(department)]
            same_work = any(
                body.work and body.work == own.work for body in bodies for own in self._rule_keys[department.id]
            )
            likeness = max(SequenceMatcher(None, said, name).ratio() for name in names for said in (words, bare))
            holds = any(len(body.work) >= 2 and body.work in name for body in bodies for name in names)
            score = likeness + (1 if same_work else 0) + (0.3 if holds else 0)
            if score >= NEAR:
                ranked.append((-score, department.short_name.zh))
        return [name for _, name in sorted(ranked)[:most]]

    @staticmethod
    def _called(department: Department) -> tuple[str, ...]:
        return (department.name.zh, department.short_name.zh, *department.aliases)

    @cached_property
    def _by_exact(self) -> Mapping[str, Department]:
        return {squeezed(name): item for item in self.office.departments for name in self._called(item)}

    @cached_property
    def _rule_keys(self) -> Mapping[str, frozenset[Body]]:
        return {
            item.id: frozenset(body for name in self._called(item) for body in self._bodies(squeezed(name)))
            for item in self.office.departments
        }

    def _by_rule(self, words: str) -> list[Department]:
        bodies = frozenset(self._bodies(re.sub(r"[（(].*?[）)]", "", words)))
        return [item for item in self.office.departments if bodies & self._rule_keys[item.id]]

    def _bodies(self, words: str) -> Iterator[Body]:
        """The name taken apart as it is, and without the name or the level of the office's own region before it."""
        yield self._apart(words)
        for prefix in self._own_prefixes:
            rest = words.removeprefix(prefix)
            if rest != words and len(rest) >= 2:
                yield self._apart(rest)
        # 鞍山市公安局铁东分局: the district in the middle
        for region in self._regions:
            inner = words.replace(region, "", 1)
            if inner != words and words.endswith("分局"):
                inner = inner.removesuffix("分局").removesuffix("局") + "分局"
                for prefix in ("", *self._cities, "市"):
                    yield self._apart(inner.removeprefix(prefix))

    @cached_property
    def _regions(self) -> tuple[str, ...]:
        short = self.office.short_name.zh
        bare = short[:-1] if len(short) > 2 and short[-1] in _LEVELS else short
        return tuple(dict.fromkeys((short, bare)))

    @cached_property
    def _cities(self) -> tuple[str, ...]:
        full = self.office.name.zh
        before, found, _ = full.partition(self.office.short_name.zh)
        return (before,) if found and before else ()

    @cached_property
    def _own_prefixes(self) -> tuple[str, ...]:
        """What may stand before a department's name without saying anything: 铁东区, 鞍山市铁东区, 区."""
        short = self.office.short_name.zh
        level = (
            short[-1]
            if short[-1] in _LEVELS
            else {"district": "区", "city": "市", "province": "省"}.get(self.office.level, "")
        )
        names = [*(city + region for city in self._cities for region in self._regions), *self._regions]
        return tuple(dict.fromkeys(name for name in (*names, level) if name))

    def _other_level(self, words: str) -> str:
        """The level that a name begins with, where it is not that of the office."""
        first = words[:1]
        own = self._own_prefixes[-1]
        if first in _LEVELS and first != own and self.near(words[1:]) and not self._by_rule(words):
            return first
        return ""

    @staticmethod
    def _apart(words: str) -> Body:
        for kind, endings in _KINDS:
            for ending in endings:
                if words.endswith(ending) and len(words) > len(ending):
                    work = words.removesuffix(ending)
                    return Body(_CANONICAL.get(work, work), kind)
        return Body(_CANONICAL.get(words, words), "")
