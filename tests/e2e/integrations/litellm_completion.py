"""LiteLLM with the prefix `helicone/`: plain, streamed, a provider by its suffix, and a chain of models."""

import os

import litellm

headers = {
    "Helicone-Property-Recipe": os.environ["RECIPE"],
    "Helicone-Session-Id": "session-abc-123",
    "Helicone-User-Id": "user-789",
}


def complete(model, **options):
    return litellm.completion(
        model=f"helicone/{model}",
        messages=[{"role": "user", "content": "What is the capital of France?"}],
        api_key=os.environ["KEY"],
        api_base=os.environ["BASE_URL"],
        num_retries=0,
        # Not `metadata`: LiteLLM (1.110) keeps that to itself.
        extra_headers=dict(headers),
        **options,
    )


assert complete("gpt-4o-mini").choices[0].message.content
assert complete("gpt-4o/openai,claude-4.5-sonnet/anthropic", max_tokens=50).choices[0].message.content
chunks = list(complete("claude-4.5-sonnet", stream=True))
assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
print("ok")
