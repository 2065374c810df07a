"""Leads: nothing of a row is lost on its way to the API."""

from pathlib import Path

import pytest

from cli.load.lead_rows import Lead, follow_up, read, registration, stage
from cli.load.tables import Unreadable

HEADER = (
    "Index,Account Id,Lead Owner,First Name,Last Name,Company,Phone 1,Phone 2,Email 1,Email 2,"
    "Website,Source,Deal Stage,Notes"
)
ROW = (
    "1,2FC,Selena Doyle,Jaime,Hayes,Mays Inc,9802005297,917-584-0243x4606,f@shepherd.info,"
    "r@massey.info,https://black.com/,LinkedIn Outreach,{stage},Heart represent."
)


def lead(tmp_path: Path, deal_stage: str = "On Hold") -> Lead:
    file = tmp_path / "leads.csv"
    file.write_text(f"\ufeff{HEADER}\n{ROW.format(stage=deal_stage)}\n", encoding="utf-8")
    return read(file)[0]


def test_a_lead_is_a_customer_with_phones_as_written_and_an_owner(tmp_path):
    assert registration(lead(tmp_path), "US").body == {
        "name": "Jaime Hayes",
        "company": "Mays Inc",
        "phones": ["9802005297", "917-584-0243x4606"],
        "emails": ["f@shepherd.info", "r@massey.info"],
        "owner": "Selena Doyle",
        "source": "LinkedIn Outreach",
        "remark": "Website: https://black.com/",
        "region": "US",
        "keep_invalid_phones": True,
        "keep_unknown_owner": True,
    }


def test_its_note_is_a_first_follow_up_of_its_owner(tmp_path):
    command = follow_up(lead(tmp_path), "c1")
    assert command.path == "/v1/customers/c1/follow-ups"
    assert command.body["author"] == "Selena Doyle"
    assert command.body["note"] == "Heart represent."


@pytest.mark.parametrize(
    ("deal_stage", "rung"),
    [
        ("New Lead", "claimed"),
        ("Contacted", "claimed"),
        ("On Hold", "claimed"),
        ("Re-engagement", "claimed"),
        ("Qualified", "intent"),
        ("Proposal Sent", "high-intent"),
        ("Negotiation", "high-intent"),
        ("Closed Won", "won"),
        ("Closed Lost", "lost"),
        ("Disqualified", "lost"),
    ],
)
def test_a_deal_stage_becomes_the_highest_rung_it_proves(tmp_path, deal_stage, rung):
    one = lead(tmp_path, deal_stage)
    assert one.rung == rung
    assert stage(one, "c1").body["to"] == rung


def test_the_keys_come_from_the_account_id(tmp_path):
    one = lead(tmp_path)
    commands = (registration(one, "US"), follow_up(one, "c1"), stage(one, "c1"))
    assert [command.key for command in commands] == [
        "leads/2FC/customer", "leads/2FC/follow-up", "leads/2FC/stage"
    ]  # fmt: skip


def test_a_stage_that_nobody_mapped_stops_the_load(tmp_path):
    with pytest.raises(Unreadable, match="unknown deal stage Daydream"):
        lead(tmp_path, "Daydream")


def test_an_account_id_in_two_rows_stops_the_load(tmp_path):
    file = tmp_path / "leads.csv"
    row = ROW.format(stage="On Hold")
    file.write_text(f"{HEADER}\n{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="stands in two rows"):
        read(file)


def test_a_file_in_another_encoding_is_not_guessed_at(tmp_path):
    file = tmp_path / "leads.csv"
    file.write_bytes(f"{HEADER}\n{ROW}\n".replace("Jaime", "李雷").encode("gb18030"))
    with pytest.raises(Unreadable, match="utf-8"):
        read(file)
