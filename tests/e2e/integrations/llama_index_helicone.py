"""LlamaIndex's own Helicone package: chat, complete and stream."""

import os

from llama_index.core.llms import ChatMessage
from llama_index.llms.helicone import Helicone

for model in ["gpt-4o-mini", "claude-sonnet-4"]:
    llm = Helicone(
        model=model,
        api_key=os.environ["KEY"],
        api_base=os.environ["BASE_URL"],
        is_chat_model=True,
        max_retries=0,
        max_tokens=100,
        default_headers={"Helicone-Property-Recipe": os.environ["RECIPE"], "Helicone-User-Id": "user-123"},
    )
    # The package (0.3.1) puts the key into a header only, and OpenAI's client does not start without one.
    llm.api_key = os.environ["KEY"]
    message = ChatMessage(role="user", content="Hello world!")
    assert llm.chat([message]).message.content, model
    assert llm.complete("Hello").text, model
    assert "".join(chunk.delta or "" for chunk in llm.stream_chat([message])), model
print("ok")
