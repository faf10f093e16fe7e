"""A season half way: what the questions are asked about."""

import json
from dataclasses import dataclass
from datetime import date

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.papers import papers
from cycle.commands.producers import producers
from cycle.commands.register import contacts, register
from cycle.commands.seasons import opening
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook, manifest_of
from cycle.queries.viewing import View, view_of
from tests.conftest import TestClock
from tests.scene import MARCH, PROGRAMME, Scene, declared
from workflows.reading import read_rules

JUNE = date(2024, 6, 17)
LATER = "2024-06-17T03:00:00+00:00"
COOPERATIVE, HOUSEHOLD, COMPANY = "CT-4300100001", "CT-4300100002", "CT-4300100003"

BODIES = (
    ("BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn", "centre", None, None, ()),
    ("QNG", "Ủy ban nhân dân tỉnh Quảng Ngãi", "province", None, None, ()),
    ("QNG-SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", "department", "QNG", None, ()),
    ("QNG-SCT", "Sở Công Thương", "department", "QNG", None, ()),
    ("524", "Ủy ban nhân dân huyện Bình Sơn", "district", "QNG", None, ()),
    ("528", "Ủy ban nhân dân huyện Tư Nghĩa", "district", "QNG", None, ()),
    ("536", "Ủy ban nhân dân huyện Lý Sơn", "district", "QNG", None, ()),
    ("21244-2025", "Ủy ban nhân dân xã Trà Giang", "commune", "QNG", None, ()),
    ("21055", "Ủy ban nhân dân xã Bình Hải", "commune", "524", None, ()),
    ("21244", "Ủy ban nhân dân xã Nghĩa Thắng", "commune", "528", "2025-06-30", ("21244-2025",)),
)
OFFICERS = {
    "to_chuc": ("secretariat", "QNG-SNNPTNT"),
    "xa": ("commune", "21244"),
    "xa_moi": ("commune", "21244-2025"),
    "xa_bien": ("commune", "21055"),
    "huyen": ("district", "528"),
    "huyen_bien": ("district", "524"),
    "huyen_dao": ("district", "536"),
    "thu_ky_huyen": ("district_council_secretary", "528"),
    "chu_tich_huyen": ("district_chair", "528"),
    "kiem_tra": ("auditor", ""),
    "chu_the": ("producer", COOPERATIVE),
}
PRODUCERS = (
    ("4300100001", "cooperative", "Hợp tác xã Thử nghiệm", "21244"),
    ("4300100002", "household", "Hộ kinh doanh Đặng Thị Bưởi", "536"),
    ("4300100003", "company", "Công ty TNHH Biển Xanh", "21055"),
)
PRODUCTS = (
    ("SP001", COOPERATIVE, "Đường phổi", "food", ("21244",), ("CS01",)),
    ("SP002", HOUSEHOLD, "Tỏi đen Lý Sơn", "food", ("536",), ()),
    ("SP003", COMPANY, "Áo tơi lá kè", "handicrafts", ("21055",), ("CS03",)),
    ("SP004", COOPERATIVE, "Dầu mè Nghĩa Thắng", "food", ("21244", "21055"), ("CS01",)),
)
RECOGNISED, DRAFTING, EVALUATED, WITHDRAWN = (f"{PROGRAMME}-{number:04d}" for number in range(1, 5))
EVALUATION, CERTIFICATE = f"{RECOGNISED}.1", f"{RECOGNISED}.1.1"
MISSING = "product_story"
DECISION = {"number": "812/QĐ-UBND", "date": "03/06/2024"}


@dataclass
class Story:
    """An office in the middle of June 2024. One season is recognised, one drafts its idea, one is before the district
    and one has been withdrawn."""

    scene: Scene
    url: str

    @property
    def office(self) -> Office:
        return self.scene.office

    def view(self, account: str, day: date = JUNE) -> View:
        with self.office.database.reading() as transaction:
            view = view_of(transaction, self.office, account, day)
        assert isinstance(view, View), view
        return view


def tell(url: str) -> None:
    """Everything that has happened by the middle of June."""
    clock = TestClock(MARCH)
    scene = Scene(Office(Database(url), Rulebook(), clock, rehearsal=True))
    found_province(scene)
    enter_register(scene)
    for number, (code, *_) in enumerate(PRODUCTS):
        assert scene.open(code) == (RECOGNISED, DRAFTING, EVALUATED, WITHDRAWN)[number]
    scene.done(DRAFTING, "choose", "huyen_dao", request_id="chon-2")
    _walk_to_filing(scene, clock, RECOGNISED, ("xa", "huyen"), COOPERATIVE)
    _walk_to_filing(scene, clock, EVALUATED, ("xa_bien", "huyen_bien"), COMPANY)
    scene.done(WITHDRAWN, "withdraw", "chu_the", note="Không còn sản xuất")
    _recognise(scene)
    _reject_and_end(scene)
    clock.set(LATER)
    _publish_again(scene)
    scene.office.database.close()


def done(answer: object) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def found_province(scene: Scene) -> None:
    """The bodies and the rules, without anybody or anything yet."""
    first, reform = date(2024, 1, 1), date(2025, 7, 1)
    bodies = tuple(
        register.Organisation(
            code,
            name,
            level,
            reform if code.endswith("-2025") else first,
            parent,
            date.fromisoformat(end) if end else None,
            successors,
        )
        for code, name, level, parent, end, successors in BODIES
    )
    administrator = register.Account("quan_tri", "Quản trị", "root")
    founding = publishing.Founding(bodies, administrator, "administrator", rehearsal=True)
    done(publishing.found(scene.office, _declared(), founding, first))


def enter_register(scene: Scene) -> None:
    """Officers, producers and products, and the season opened."""
    office, today = scene.office, scene.office.clock.now().date()
    for account, (role, holder) in OFFICERS.items():
        done(register.add_account(office, scene.admin, register.Account(account, f"Người {account}")))
        if role != "producer":
            done(register.grant_role(office, scene.admin, register.Holding(account, role, holder, today)))
    contact = contacts.Contact("LH1", "528", "Trần Văn Ớt", "0255 3845 111", None, today)
    done(contacts.add_contact(office, scene.admin, contact))
    done(opening.open_season(office, scene.secretariat, PROGRAMME))
    for registration, kind, name, place in PRODUCERS:
        producer = producers.Producer(registration, "tax", kind, name, place, phone="0905 000 111")
        done(producers.add_producer(office, scene.secretariat, producer))
    for code, owner, place in (("CS01", COOPERATIVE, "21244"), ("CS03", COMPANY, "21055")):
        workshop = producers.Establishment(code, owner, f"Xưởng {code}", place, "Thôn 1")
        done(producers.add_establishment(office, scene.secretariat, workshop))
    done(register.grant_role(office, scene.admin, register.Holding("chu_the", "producer", COOPERATIVE, today)))
    for code, owner, name, sector, areas, made_at in PRODUCTS:
        product = producers.Product(code, owner, name, sector, areas, made_at, "Nhóm thử", 3)
        done(producers.add_product(office, scene.secretariat, product))


def _walk_to_filing(scene: Scene, clock: TestClock, dossier: str, officers: tuple[str, str], producer: str) -> None:
    commune, district = officers
    behalf = {"on_behalf": f"producer:{producer}"}
    clock.set(MARCH)
    scene.done(dossier, "choose", commune)
    add_papers(scene, dossier, but=MISSING if dossier == EVALUATED else "")
    scene.done(dossier, "submit", commune, **behalf)
    scene.done(dossier, "accept", commune)
    scene.done(dossier, "select", district)
    clock.set("2024-04-10T02:00:00+00:00")
    scene.done(dossier, "submit_plan", commune, **behalf)
    scene.done(dossier, "accept_plan", district)
    clock.set("2024-06-03T02:00:00+00:00")
    scene.done(dossier, "declare_ready", commune, **behalf)
    scene.done(dossier, "file", commune, **behalf, request_id=f"nop-{dossier}")


def _recognise(scene: Scene) -> None:
    scene.done(EVALUATION, "confirm_complete", "huyen")
    add_papers(scene, EVALUATION)
    values = {"score": "66,5", "stars": "3", "minutes": f"{EVALUATION}/council_minutes/1"}
    scene.done(EVALUATION, "record_result", "thu_ky_huyen", values=values)
    certificate = {"district_decision": DECISION, "certificate": "01/2024/OCOP", "issued": "03/06/2024"}
    scene.done(EVALUATION, "recognise_3", "chu_tich_huyen", values=certificate)


def add_papers(scene: Scene, dossier: str, but: str = "") -> None:
    """A verified paper of every type of the catalogue that a dossier's holders lack, one type left out."""
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, date(2024, 3, 5))
        owner = transaction.row("SELECT producer, product FROM dossier WHERE code = ?", (dossier,))
        assert published
        assert owner
        made_at = transaction.row("SELECT establishment FROM product_establishment WHERE product = ?", (owner[1],))
        held = {code for (code,) in transaction.rows("SELECT code FROM paper")}
    holders = {"producer": owner[0], "product": owner[1], "establishment": (made_at or ("",))[0], "dossier": dossier}
    today, codes = scene.office.clock.now().date(), []
    for kind in published.rules.papers.values():
        holder = holders[kind.held_by]
        if kind.name == but or f"{holder}/{kind.name}/1" in held:
            continue
        more: dict[str, object] = {"issued": today}
        if kind.form == "physical":
            more["content"] = papers.PhysicalContent(5, "Kho mẫu")
        elif "pdf" not in kind.media:
            more["content"] = papers.FileContent("cd" * 32, "anh.jpg", min(kind.media), 1000)
        if kind.expires == "printed":
            more["expires"] = date(2026, 12, 31)
        codes.append(scene.unverified(kind.name, kind.held_by, holder, today, **more))
    judged = papers.judge_papers(scene.office, scene.secretariat, papers.Judgement(tuple(codes), verified=True))
    assert isinstance(judged, list), judged


def _reject_and_end(scene: Scene) -> None:
    """A rejected form, a role that has ended, and a paper that nobody has judged yet."""
    code = scene.unverified("idea_form_new", "dossier", DRAFTING, date(2024, 3, 5))
    rejection = papers.Judgement((code,), verified=False, reason="Ảnh mờ, không đọc được")
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, rejection), list)
    scene.unverified("idea_form_existing", "dossier", DRAFTING, date(2024, 3, 5))
    held = register.Holding("xa_moi", "commune", "21244-2025", date(2024, 3, 5))
    done(register.end_role(scene.office, scene.admin, held, date(2026, 1, 31)))


def _publish_again(scene: Scene) -> None:
    """The same rules but for one title, in force at once."""
    changed = _declared()
    path = "roles.yaml"
    tree = {"roles": [*changed.sources[path].tree["roles"]]}
    tree["roles"][0] = {**tree["roles"][0], "title": {"vi": "Chủ thể", "en": "Producer"}}
    source = type(changed.sources[path])(path, tree, {}, _yaml(tree))
    again = publishing.Declared({**changed.sources, path: source}, changed.rules)
    answer = publishing.publish(scene.office, scene.secretariat, again, None)
    assert isinstance(answer, Done), answer


def _declared() -> publishing.Declared:
    """The shipped configuration of Quảng Ngãi without what its plan begins with beside products."""
    own = "programmes/quang-ngai-2024/programme.yaml"
    sources = {path: one for path, one in declared().sources.items() if path == own or "programmes/" not in path}
    tree = {key: value for key, value in sources[own].tree.items() if key not in ("groups", "items")}
    sources[own] = type(sources[own])(own, tree, {}, _yaml(tree))
    rules, faults = read_rules(sources, manifest_of(sources, date(2024, 1, 1)).files)
    assert rules is not None, faults
    return publishing.Declared(sources, rules)


def _yaml(tree: object) -> str:
    """JSON is YAML; what is read from it is the same."""
    return json.dumps(tree, ensure_ascii=False)
