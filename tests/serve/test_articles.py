from __future__ import annotations

import io
import json
import zlib

import httpx
import pytest

from tests.conftest import SAMPLES

STORY = "The Corvane yard will close in May, its owner said on Monday. Four hundred people work there.\n"


def test_a_text_is_added_read_found_asked_about_and_removed(own: httpx.Client) -> None:
    given = {"text": STORY, "title": "Yard to close", "source": "Harbour Post", "published": "2026-03-02"}
    added = own.post("/api/articles", json=given)
    assert added.status_code == 201, added.text
    meta = added.json()["article"]
    assert (meta["title"], meta["source"], meta["published"]) == ("Yard to close", "Harbour Post", "2026-03-02")
    assert added.json()["outcome"] == "added"
    assert own.post("/api/articles", json=given).json()["outcome"] == "unchanged"

    whole = own.get(f"/api/articles/{meta['id'][:8]}").json()
    assert whole["length"] == len(whole["text"])
    answer = own.post("/api/ask", json={"question": "When will the Corvane yard close?"}).json()
    (cited,) = {one["article_id"] for claim in answer["claims"] for one in claim["citations"]}
    assert cited == meta["id"]

    assert own.delete(f"/api/articles/{meta['id']}").status_code == 204
    assert own.get(f"/api/articles/{meta['id']}").status_code == 404
    assert own.delete(f"/api/articles/{meta['id']}").status_code == 404
    answer = own.post("/api/ask", json={"question": "When will the Corvane yard close?"}).json()
    assert answer["status"] == "not_in_articles"


def test_the_list_is_paged_searched_and_filtered(sample_server: str) -> None:
    with httpx.Client(base_url=sample_server, timeout=30) as client:

        def ids(**wanted: str | int) -> list[str]:
            page = client.get("/api/articles", params=wanted).json()
            assert page["total"] >= len(page["items"])
            return [one["id"] for one in page["items"]]

        everything = client.get("/api/articles").json()
        assert everything["total"] == len(everything["items"]) == len(list(SAMPLES.glob("*.md")))
        assert ids(limit=10) + ids(limit=500, offset=10) == ids()
        assert 0 < len(ids(q="corvane")) < everything["total"]
        assert ids(q="%") == ids(q='"') == ids(q="no such word at all") == []
        assert ids(q="CORVANE bid") == ids(q="corvane  BID")
        sources = client.get("/api/sources").json()["items"]
        assert sum(one["count"] for one in sources) == everything["total"]
        first = sources[0]
        assert len(ids(source=first["source"])) == first["count"]
        assert ids(since="2026-05-01", until="2026-05-31") == [
            one["id"] for one in everything["items"] if (one["published"] or "").startswith("2026-05")
        ]


def test_files_are_added_and_each_failure_is_reported_beside_them(own: httpx.Client) -> None:
    files = [
        ("files", ("yard.txt", STORY.encode())),
        ("files", ("../../etc/empty.txt", b"  ")),
        ("files", ("pack.jsonl", b'{"title": "One", "text": "Ann Roe won the vote."}\n{"title": "Two"}\n')),
        ("files", ("broken.pdf", b"%PDF-1.7 and then nothing of the kind")),
        ("files", ("\x1b[31mbomb.pdf", bomb())),
        ("files", ("page.html", b"<html><body><article><script>alert(1)</script><p>Ann Roe won.</p></article>")),
    ]
    reply = own.post("/api/articles/upload", files=files, data={"source": "Harbour Post", "published": "2026-03-02"})

    assert reply.status_code == 200, reply.text
    told = [(one["file"], one["outcome"]) for one in reply.json()["results"]]
    assert told == [
        ("yard.txt", "added"),
        ("empty.txt", "failed"),
        ("pack.jsonl", "failed"),
        ("pack.jsonl", "added"),
        ("broken.pdf", "failed"),
        ("[31mbomb.pdf", "failed"),
        ("page.html", "added"),
    ]
    for one in reply.json()["results"]:
        assert (one["error"] is not None) == (one["outcome"] == "failed")
        assert one["article"] is None or one["article"]["source"] == "Harbour Post"
        assert one["error"] is None or (one["error"]["what"] and one["error"]["fix"])
    assert "alert(1)" not in own.get(f"/api/articles/{reply.json()['results'][-1]['article']['id']}").json()["text"]


def test_a_title_goes_with_one_file_only_and_fifty_files_are_the_most(own: httpx.Client) -> None:
    before = own.get("/api/articles").json()["total"]
    two = [("files", (f"{number}.txt", STORY.encode())) for number in range(2)]
    assert own.post("/api/articles/upload", files=two, data={"title": "Yard"}).status_code == 422
    many = [("files", (f"{number}.txt", b"x")) for number in range(51)]
    assert own.post("/api/articles/upload", files=many).status_code == 422
    assert own.get("/api/articles").json()["total"] == before


def test_the_samples_can_be_added(own: httpx.Client) -> None:
    results = own.post("/api/articles/samples").json()["results"]

    assert {one["outcome"] for one in results} == {"added"}
    assert [one["file"] for one in results] == sorted(path.name for path in SAMPLES.glob("*.md"))
    assert {one["outcome"] for one in own.post("/api/articles/samples").json()["results"]} == {"unchanged"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": ""},
        {"text": "\u0000 \n"},
        {"text": STORY, "titel": "misspelt"},
        {"text": STORY, "published": "yesterday"},
        {"text": STORY, "published": "0001-01-01T00:00:00+14:00"},
        {"text": ["a list"]},
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(client: httpx.Client, given: dict[str, object]) -> None:
    reply = client.post("/api/articles", json=given)

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert json.loads(reply.text)["detail"]


def bomb() -> bytes:
    """A PDF of some kB whose one page unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT (Ann Roe won.) Tj ET\n" * 40_000) for _ in range(200)) + packer.flush()
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        ),
        start=1,
    ):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()
