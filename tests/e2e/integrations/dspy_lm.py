"""DSPy's LM and a module, below `/` and `/v1`, with headers and a saved prompt."""

import os

import dspy

for base in [os.environ["ROOT_URL"] + "/", os.environ["BASE_URL"]]:
    lm = dspy.LM(
        "openai/gpt-4o-mini",
        api_key=os.environ["KEY"],
        api_base=base,
        cache=False,
        num_retries=0,
        extra_headers={
            "Helicone-Property-Recipe": os.environ["RECIPE"],
            "Helicone-Session-Id": "dspy-example-session",
            "Helicone-User-Id": "user-123",
        },
        extra_body={"prompt_id": os.environ["PROMPT_ID"], "inputs": {"name": "Sarah"}},
    )
    assert lm("Hello, world!")[0]
print("ok")
