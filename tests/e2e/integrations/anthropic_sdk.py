"""Anthropic's package on the gateway, for Claude and for a model of OpenAI."""

import os

from anthropic import Anthropic

client = Anthropic(
    api_key=os.environ["KEY"],
    base_url=os.environ["ROOT_URL"],
    max_retries=0,
    default_headers={"Helicone-Property-Recipe": os.environ["RECIPE"]},
)
messages = [{"role": "user", "content": "What is the weather in Rome?"}]
weather = {
    "name": "get_weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}

for model in ["claude-sonnet-4/anthropic", "gpt-4o-mini/openai"]:
    reply = client.messages.create(model=model, max_tokens=100, messages=messages)
    assert reply.content[0].text, model
    called = client.messages.create(model=model, max_tokens=100, messages=messages, tools=[weather])
    assert called.stop_reason == "tool_use" and called.content[-1].name == "get_weather", model
    with client.messages.stream(model=model, max_tokens=100, messages=messages) as stream:
        assert "".join(stream.text_stream), model
print("ok")
