"""LangChain's ChatOpenAI: invoke, stream, batch, tools and a saved prompt."""

import os

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI


def chat(model, **options):
    return ChatOpenAI(
        model=model,
        api_key=os.environ["KEY"],
        base_url=os.environ["BASE_URL"],
        max_retries=0,
        max_tokens=200,
        default_headers={
            "Helicone-Property-Recipe": os.environ["RECIPE"],
            "Helicone-Session-Id": "langchain-example",
            "Helicone-User-Id": "demo-user",
            "Helicone-Rate-Limit-Policy": "basic-100",
        },
        **options,
    )


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"Sunny in {city}"


messages = [SystemMessage(content="You are a helpful assistant."), HumanMessage(content="Tell me a joke.")]
for model in ["gpt-4.1-mini", "claude-opus-4-1", "gemini-2.5-flash-lite"]:
    llm = chat(model)
    assert llm.invoke(messages).content, model
    assert "".join(chunk.text for chunk in llm.stream(messages)), model
    assert llm.bind_tools([weather]).invoke("What is the weather in Rome?").tool_calls[0]["name"] == "weather", model

replies = chat("gpt-4.1-mini").batch([[HumanMessage(content=text)] for text in ["Python?", "Go?", "Rust?"]])
assert all(reply.content for reply in replies)

prompted = chat("gpt-4.1-mini", extra_body={"prompt_id": os.environ["PROMPT_ID"], "inputs": {"name": "Sarah"}})
assert prompted.invoke("Hello").content
print("ok")
