"""OpenAI's package on the gateway: chat, tools, streams, responses and embeddings, for OpenAI's and others' models."""

import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["KEY"],
    base_url=os.environ["BASE_URL"],
    max_retries=0,
    default_headers={"Helicone-Property-Recipe": os.environ["RECIPE"]},
)
messages = [{"role": "user", "content": "What is the weather in Rome?"}]
weather = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}

for model in ["gpt-4o-mini/openai", "claude-sonnet-4/anthropic", "gemini-2.5-flash/google-ai-studio"]:
    reply = client.chat.completions.create(model=model, messages=messages, max_tokens=100)
    assert reply.choices[0].message.content, model
    called = client.chat.completions.create(model=model, messages=messages, max_tokens=100, tools=[weather])
    assert called.choices[0].message.tool_calls[0].function.name == "get_weather", model
    stream = client.chat.completions.create(
        model=model, messages=messages, max_tokens=100, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), model
    assert chunks[-1].usage.completion_tokens > 0, model

reply = client.responses.create(model="claude-sonnet-4/anthropic", input="Hello")
assert reply.output_text
with client.responses.stream(model="gpt-4o-mini/openai", input="Hello") as events:
    for _ in events:
        pass
    assert events.get_final_response().output_text

vectors = client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
assert len(vectors.data) == 2
print("ok")
