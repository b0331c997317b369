"""LangChain's agent, which is LangGraph's, with a tool, for two providers' models."""

import os

from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langchain.agents import create_agent

asked = []


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    asked.append(city)
    return f"Sunny in {city}"


for model in ["gpt-4.1-mini/openai", "claude-sonnet-4/anthropic"]:
    llm = ChatOpenAI(
        model=model,
        api_key=os.environ["KEY"],
        base_url=os.environ["BASE_URL"],
        max_retries=0,
        default_headers={"Helicone-Property-Recipe": os.environ["RECIPE"], "Helicone-Session-Id": "langgraph"},
    )
    before = len(asked)
    result = create_agent(llm, [weather]).invoke({"messages": [("user", "What is the weather in Rome?")]})
    assert result["messages"][-1].content and len(asked) == before + 1, model
print("ok")
