import { readReplyUsage } from './read-usage.js';

const usage = (raw: unknown, provider?: string) => readReplyUsage({ usage: raw }, provider);

describe('usage of a reply', () => {
  it('reads OpenAI chat with cached tokens taken out of the input', () => {
    const raw = {
      prompt_tokens: 1248,
      completion_tokens: 10,
      total_tokens: 1258,
      prompt_tokens_details: { cached_tokens: 1152, audio_tokens: 0 },
    };

    expect(usage(raw, 'openai')).toEqual({ input: 96, output: 10, cacheRead: 1152 });
  });

  it('reads OpenAI Responses with reasoning as a part of the output, and counts billed searches', () => {
    const reply = {
      object: 'response',
      output: [
        { type: 'web_search_call', action: { type: 'search' } },
        { type: 'web_search_call', action: { type: 'open_page' } },
        { type: 'message' },
      ],
      usage: {
        input_tokens: 50,
        input_tokens_details: { cached_tokens: 20 },
        output_tokens: 30,
        output_tokens_details: { reasoning_tokens: 12 },
        total_tokens: 80,
      },
    };

    expect(readReplyUsage(reply, 'openai')).toEqual({
      input: 30,
      output: 30,
      cacheRead: 20,
      reasoning: 12,
      webSearches: 1,
    });
  });

  it('does not add accepted predictions, which the completion already holds', () => {
    const raw = {
      prompt_tokens: 10,
      completion_tokens: 40,
      total_tokens: 50,
      completion_tokens_details: { accepted_prediction_tokens: 15, rejected_prediction_tokens: 5 },
    };

    expect(usage(raw)).toEqual({ input: 10, output: 40 });
  });

  it('reads audio and picture tokens as parts', () => {
    const raw = {
      prompt_tokens: 100,
      completion_tokens: 60,
      prompt_tokens_details: { audio_tokens: 80 },
      completion_tokens_details: { audio_tokens: 50 },
    };
    const picture = {
      input_tokens: 40,
      output_tokens: 1056,
      total_tokens: 1096,
      input_tokens_details: { image_tokens: 30, text_tokens: 10 },
      output_tokens_details: { image_tokens: 1056 },
    };

    expect(usage(raw)).toEqual({ input: 100, output: 60, inputAudio: 80, outputAudio: 50 });
    expect(usage(picture)).toEqual({ input: 40, output: 1056, inputImage: 30, outputImage: 1056 });
  });

  it('reads embeddings, also where only a total is stated', () => {
    expect(usage({ prompt_tokens: 8, total_tokens: 8 })).toEqual({ input: 8, output: 0 });
    expect(usage({ total_tokens: 9 }, 'voyage')).toEqual({ input: 9, output: 0 });
  });

  it('reads Anthropic with both cache lifetimes', () => {
    const raw = {
      input_tokens: 9,
      output_tokens: 12,
      cache_read_input_tokens: 183,
      cache_creation_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 0 },
      server_tool_use: { web_search_requests: 2 },
    };

    expect(usage(raw, 'anthropic')).toEqual({
      input: 9,
      output: 12,
      cacheRead: 183,
      cacheWrite5m: 50,
      webSearches: 2,
    });
  });

  it('takes Anthropic cache writes without a breakdown for five-minute ones', () => {
    const raw = { input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 70 };
    const partly = { ...raw, cache_creation: { ephemeral_1h_input_tokens: 30 } };

    expect(usage(raw)).toEqual({ input: 1, output: 2, cacheWrite5m: 70 });
    expect(usage(partly)).toEqual({ input: 1, output: 2, cacheWrite5m: 40, cacheWrite1h: 30 });
  });

  it('reads DeepSeek hits and misses, and the input where they are absent', () => {
    const hits = {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    };

    expect(usage(hits, 'deepseek')).toEqual({ input: 36, output: 5, cacheRead: 64 });
    expect(usage({ prompt_tokens: 100, completion_tokens: 5 }, 'deepseek')).toEqual({
      input: 100,
      output: 5,
    });
  });

  it('adds reasoning to an xAI completion that excludes it, by its total', () => {
    const details = { completion_tokens_details: { reasoning_tokens: 90 }, num_sources_used: 3 };
    const apart = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 120, ...details };
    const within = { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120, ...details };

    expect(usage(apart, 'xai')).toEqual({ input: 20, output: 100, reasoning: 90, webSearches: 3 });
    expect(usage(within, 'xai')).toEqual({ input: 20, output: 100, reasoning: 90, webSearches: 3 });
  });

  it('reads Groq usage from its own place', () => {
    const reply = {
      x_groq: { id: 'req_1', usage: { prompt_tokens: 7, completion_tokens: 8, total_tokens: 15 } },
    };

    expect(readReplyUsage(reply, 'groq')).toEqual({ input: 7, output: 8 });
  });

  it('reads Gemini with thoughts, cached content, tools and modalities', () => {
    const usageMetadata = {
      promptTokenCount: 1000,
      cachedContentTokenCount: 600,
      toolUsePromptTokenCount: 40,
      candidatesTokenCount: 50,
      thoughtsTokenCount: 25,
      totalTokenCount: 1115,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 700 },
        { modality: 'AUDIO', tokenCount: 300 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 100 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 30 }],
    };

    expect(readReplyUsage({ usageMetadata }, 'google-ai-studio')).toEqual({
      input: 440,
      output: 75,
      cacheRead: 600,
      reasoning: 25,
      inputAudio: 200,
      outputImage: 30,
    });
  });

  it('keeps what OpenRouter and Perplexity charged', () => {
    const counts = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

    expect(usage({ ...counts, cost: 0.00123 }, 'openrouter')?.providerCost).toBe(0.00123);
    expect(usage({ ...counts, cost: { total_cost: 0.006 } }, 'perplexity')?.providerCost).toBe(0.006);
    expect(
      usage({ ...counts, cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: 0.2 } }),
    ).toMatchObject({ providerCost: 0.21000000000000002 });
  });

  it('reads Converse, Titan, Llama on Bedrock, Cohere and Ollama', () => {
    expect(
      usage({
        inputTokens: 3,
        outputTokens: 4,
        totalTokens: 17,
        cacheReadInputTokens: 10,
        cacheWriteInputTokens: 2,
      }),
    ).toEqual({ input: 3, output: 4, cacheRead: 10, cacheWrite5m: 2 });
    expect(readReplyUsage({ inputTextTokenCount: 5, results: [{ tokenCount: 6, outputText: 'x' }] })).toEqual(
      {
        input: 5,
        output: 6,
      },
    );
    expect(readReplyUsage({ generation: 'x', prompt_token_count: 11, generation_token_count: 12 })).toEqual({
      input: 11,
      output: 12,
    });
    expect(
      usage({
        billed_units: { input_tokens: 5, output_tokens: 9 },
        tokens: { input_tokens: 70, output_tokens: 9 },
      }),
    ).toEqual({ input: 5, output: 9 });
    expect(readReplyUsage({ meta: { billed_units: { input_tokens: 4, output_tokens: 2 } } })).toEqual({
      input: 4,
      output: 2,
    });
    expect(readReplyUsage({ done: true, prompt_eval_count: 26, eval_count: 30 })).toEqual({
      input: 26,
      output: 30,
    });
  });

  it.each([
    ['OpenAI', { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }],
    ['Anthropic', { usage: { input_tokens: 3, output_tokens: 2 } }],
    ['Google', { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 } }],
    ['the alternative', { usage: { prompt_token_count: 3, generation_token_count: 2 } }],
  ])('reads a manual log in the words of %s (LG-03)', (_, reply) => {
    expect(readReplyUsage(reply)).toEqual({ input: 3, output: 2 });
  });

  it('answers null for a manual log without usage (LG-03)', () => {
    expect(readReplyUsage({ text: 'done' })).toBeNull();
    expect(readReplyUsage({ usage: {} })).toBeNull();
    expect(readReplyUsage(null)).toBeNull();
  });

  it('distrusts counts that cannot be', () => {
    expect(usage({ prompt_tokens: -5, completion_tokens: 3 })).toEqual({ input: 0, output: 3 });
    expect(
      usage({ prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 99 } }),
    ).toEqual({
      input: 0,
      output: 1,
      cacheRead: 10,
    });
    expect(usage({ prompt_tokens: '12', completion_tokens: Infinity })).toBeNull();
  });
});
