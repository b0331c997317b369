"""OpenAI's Agents SDK with a tool: over the responses API, which it takes by itself, and over chat."""

import asyncio
import os

from agents import (
    Agent,
    ModelSettings,
    Runner,
    function_tool,
    set_default_openai_api,
    set_default_openai_client,
    set_tracing_disabled,
)
from openai import AsyncOpenAI

calls = []


@function_tool
def calculator(operation: str, a: float, b: float) -> float:
    """Perform a basic arithmetic operation."""
    calls.append(operation)
    return a * b


async def main():
    client = AsyncOpenAI(
        api_key=os.environ["KEY"],
        base_url=os.environ["BASE_URL"],
        max_retries=0,
        default_headers={"Helicone-Property-Recipe": os.environ["RECIPE"]},
    )
    set_default_openai_client(client, use_for_tracing=False)
    set_tracing_disabled(True)
    for api, model in [
        ("responses", "gpt-4o-mini"),
        ("responses", "claude-sonnet-4"),
        ("chat_completions", "gpt-4o-mini"),
        ("chat_completions", "claude-sonnet-4"),
    ]:
        set_default_openai_api(api)
        agent = Agent(
            name="Assistant",
            instructions="You are a helpful assistant.",
            tools=[calculator],
            model=model,
            model_settings=ModelSettings(max_tokens=200),
        )
        before = len(calls)
        result = await Runner.run(agent, "Use the calculator to multiply 2 by 2", max_turns=4)
        assert result.final_output and len(calls) == before + 1, (api, model)
        streamed = Runner.run_streamed(agent, "Use the calculator to multiply 3 by 3", max_turns=4)
        async for _ in streamed.stream_events():
            pass
        assert streamed.final_output and len(calls) == before + 2, (api, model)


asyncio.run(main())
print("ok")
