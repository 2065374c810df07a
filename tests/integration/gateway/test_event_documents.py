"""What is published about events is there for anybody, and a browser may show it."""


def test_anybody_may_read_which_events_there_are(api):
    del api.session.headers["Authorization"]

    response = api.get("/asyncapi.json")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    channel = response.json()["channels"]["pipeline.OpportunityWon"]
    assert channel["messages"] == {
        "v1": {"$ref": "#/components/messages/pipeline.OpportunityWon.v1"}
    }


def test_a_browser_may_show_them_with_style_and_without_a_script(api):
    del api.session.headers["Authorization"]

    response = api.get("/docs/events")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    assert 'id="pipeline.OpportunityWon"' in response.text
