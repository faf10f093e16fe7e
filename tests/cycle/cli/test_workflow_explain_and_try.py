"""`ocop workflow explain` and `ocop workflow try` as an office runs them, on folders good and bad."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cycle.cli.conftest import CONFIG, Ocop

Edit = Callable[[str, str, str], None]


def test_explain_prints_a_folder_being_edited(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit(
        "programmes/quang-ngai-2024/programme.yaml",
        "duration: idea_screening, days: 10",
        "duration: idea_screening, days: 12",
    )
    done = ocop.run("workflow", "explain", "season", "--programme", "QNG2024", "--config", str(config))
    assert done.exit_code == 0
    assert done.stdout.startswith("QUY TRÌNH: Chu trình OCOP thường niên của sản phẩm\n")
    assert "Thời hạn T2 “Cấp xã rà soát ý tưởng” [screening]: 12 ngày." in done.stdout
    assert "Cơ quan thực hiện: Ủy ban nhân dân tỉnh Quảng Ngãi [QNG]" in done.stdout
    assert "thư mục cấu hình" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_explain_prints_what_is_published_with_both_hashes(rehearsal: Ocop) -> None:
    told = rehearsal.json("--now", "2024-03-05T09:00+07:00", "workflow", "explain", "certificate")
    text = rehearsal.run("--now", "2024-03-05T09:00+07:00", "workflow", "explain", "certificate").stdout
    assert (len(told["hash"]), len(told["publication"])) == (64, 64)
    assert told["hash"] in text
    assert told["publication"] in text
    listed = rehearsal.json("--now", "2024-03-05T09:00+07:00", "publication", "show", "1")
    assert told["hash"] in json.dumps(listed)
    assert told["publication"] in json.dumps(listed)


def test_explain_speaks_english_too(ocop: Ocop) -> None:
    done = ocop.run("--lang", "en", "workflow", "explain", "evaluation_148", "--config", str(CONFIG))
    assert "Condition: Score of 70 or more." in done.stdout
    assert "Act 8. Recognise 3 stars [recognise_3]" in done.stdout


def test_explain_reads_the_shipped_folder_where_there_is_no_database(ocop: Ocop) -> None:
    done = ocop.run("workflow", "explain", "certificate")
    assert done.exit_code == 0
    assert done.stdout.startswith("QUY TRÌNH: Giấy chứng nhận sản phẩm OCOP\n")
    assert "--config DIR" in done.stderr


def test_explain_names_the_nearest_workflow_and_programme(ocop: Ocop) -> None:
    lost = ocop.run("workflow", "explain", "seasn", "--config", str(CONFIG))
    assert (lost.exit_code, "season" in lost.stderr) == (2, True)
    lost = ocop.run("workflow", "explain", "season", "--programme", "QNG20242", "--config", str(CONFIG))
    assert (lost.exit_code, "QNG2024" in lost.stderr) == (2, True)


def test_explain_of_an_invalid_folder_tells_every_problem(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit("workflows/season.yaml", "by: producer.own, dated", "by: produser.own, dated")
    edit("workflows/season.yaml", "window: ideas", "window: idees")
    bad = ocop.run("workflow", "explain", "season", "--config", str(config))
    assert bad.exit_code == 4
    told = [line for line in bad.output.splitlines() if line.startswith("workflows/season.yaml:")]
    assert ["produser" in line for line in told] == [True, False, False]
    assert all(any("idees" in line and name in line for line in told) for name in ("QNG2024", "QNG2026"))


def test_try_runs_every_script_of_the_shipped_folder(ocop: Ocop) -> None:
    done = ocop.run("workflow", "try")
    assert done.exit_code == 0
    told = ocop.json("workflow", "try")
    assert (told["result"], told["unmet"], told["unasked"]) == ("met", 0, 0)
    assert len(told["coverage"]) == len(list((CONFIG / "workflows").iterdir()))
    assert not [one["workflow"] for one in told["coverage"] if one["untried"]]
    assert f"{told['total']} việc: {told['met']} đúng như mong đợi, 0 không đúng" in done.stdout


def test_a_changed_definition_fails_its_own_trials(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit("workflows/season.yaml", "after: season_end", "after: season_end, note: required")
    failed = ocop.run("workflow", "try", "season", "--config", str(config))
    assert failed.exit_code == 1
    assert "KHÔNG ĐÚNG mong đợi: phải chuyển sang “Hoàn thành chu trình” [promotion.completed]" in failed.stdout
    told = ocop.json("workflow", "try", "season", "--config", str(config))
    acts = [act for script in told["scripts"] for trial in script["trials"] for act in trial["acts"]]
    wrong = [act for act in acts if act["met"] is False]
    assert [(act["do"], [one["code"] for one in act["reasons"]]) for act in wrong][1] == ("complete", ["note_missing"])
    assert wrong[0]["line"] > 1


def test_a_definition_is_tried_by_its_path_with_a_script_of_ones_own(ocop: Ocop, config: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "workflow: certificate\nprogramme: QNG2024\ntrials:\n"
        '  - trial: short\n    opened: "2024-06-03"\n    values: {stars: 3, certificate: "1", issued: "2024-06-03"}\n'
        "    acts:\n      - {do: replace, as: secretariat, note: x, values: {replaced_by: 5S-1}}\n",
        encoding="utf-8",
    )
    done = ocop.run("workflow", "try", str(config / "workflows" / "certificate.yaml"), str(own))
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{own}: Giấy chứng nhận sản phẩm OCOP [certificate]")
    assert "không nêu mong đợi" in done.stdout
    other = ocop.run("workflow", "try", "season", str(own), "--config", str(config))
    assert (other.exit_code, "certificate" in other.stderr) == (2, True)
    assert "chưa việc nào thử “Xác nhận hết hiệu lực” [expire] từ Còn hiệu lực" in done.stdout


def test_an_invalid_script_tells_every_problem_with_its_place(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit("trials/season.yaml", "do: choose, as: producer", "do: chose, as: producr")
    edit("trials/season.yaml", "refused: [paper_missing_any]", "refused: [paper_mising_any]")
    bad = ocop.run("workflow", "try", "season", "--config", str(config))
    assert bad.exit_code == 4
    assert "Có phải ý là “choose”?" in bad.stdout
    assert "Có phải ý là “producer”?" in bad.stdout
    assert "Có phải ý là “paper_missing_any”?" in bad.stdout
    assert all(line.startswith("trials/season.yaml:") for line in bad.stdout.splitlines())


def test_the_scripts_of_other_workflows_do_not_stand_in_the_way(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit("trials/season.yaml", "do: choose, as: producer", "do: chose, as: producer")
    assert ocop.run("workflow", "try", "certificate", "--config", str(config)).exit_code == 0
    assert ocop.run("workflow", "try", "--config", str(config)).exit_code == 4


def test_try_says_what_it_does_not_find(ocop: Ocop, config: Path) -> None:
    assert ocop.run("workflow", "try", "seasn", "--config", str(config)).exit_code == 2
    assert ocop.run("workflow", "try", "season", "nowhere.yaml", "--config", str(config)).exit_code == 2
    assert ocop.run("workflow", "try", str(config / "papers.yaml")).exit_code == 2
    for file in (config / "trials").iterdir():
        file.unlink()
    none = ocop.run("workflow", "try", "--config", str(config))
    assert (none.exit_code, "trials" in none.stderr) == (2, True)


def test_trials_belong_to_the_folder_but_not_to_the_publication(ocop: Ocop, config: Path, edit: Edit) -> None:
    edit("trials/season.yaml", "do: choose, as: producer", "do: chose, as: producer")
    wrong = ocop.run("check", "--config", str(config))
    assert (wrong.exit_code, wrong.stdout.startswith("trials/season.yaml:")) == (4, True)
    told = ocop.json("config", "export", "copy")
    assert {"trials/season.yaml", "trials/evaluation-148.yaml", "trials/certificate.yaml"} <= set(told["files"])
