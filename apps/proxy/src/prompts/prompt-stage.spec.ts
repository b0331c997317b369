import { CodedError } from '@heliostat/platform';
import type { JsonObject } from '../pipeline/call.js';
import { testCall } from '../testing/call.fixture.js';
import { createPromptStage } from './prompt-stage.js';
import type { PromptStore } from './prompt-store.js';

type Prompts = Record<string, Record<string, JsonObject>>;

const message = (content: string, role = 'system') => ({ role, content });
const saying = (...contents: string[]) => ({
  model: 'saved-model',
  temperature: 0.6,
  messages: contents.map((content) => message(content)),
});

/** Prompts by id, and in them bodies by environment or version. */
function stageOn(prompts: Prompts) {
  const asked: unknown[] = [];
  const store: PromptStore = {
    find: (_org, promptId, choice) => {
      asked.push({ promptId, ...choice });
      const prompt = prompts[promptId];
      if (!prompt) return { missing: 'prompt' };
      const version = choice.environment ?? choice.versionId ?? 'production';
      const body = prompt[version];
      return body ? { promptId, versionId: `${version} of ${promptId}`, body } : { missing: 'version' };
    },
  };
  return { sut: createPromptStage(store, () => true), asked };
}

/** The body and the facts of a call after the stage. */
async function assembled(prompts: Prompts, body: JsonObject) {
  const call = testCall({ body });
  await stageOn(prompts).sut.run(call);
  return { body: JSON.parse(call.body().toString()) as JsonObject, facts: call.facts };
}
const refusal = async (prompts: Prompts, body: JsonObject) => {
  const error = await assembled(prompts, body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CodedError)) throw new Error(`expected a refusal, not ${String(error)}`);
  return { status: error.status, message: error.message };
};

describe(createPromptStage.name, () => {
  it('leaves a call without a prompt_id as it came, byte for byte, and asks nobody', () => {
    const { sut, asked } = stageOn({});
    const call = testCall({ body: '{ "inputs": {"a": 1}, "messages": [] }' });
    expect(sut.run(call)).toBeUndefined();
    expect(call.bodyChanged).toBe(false);
    expect(asked).toEqual([]);
  });

  it("sends the prompt's model and messages, and none of our own fields (PR-01)", async () => {
    const { body } = await assembled(
      { abc123: { production: saying('Hi {{hc:name:string}}') } },
      { prompt_id: 'abc123', inputs: { name: 'Ada' }, temperature: 0, messages: [message('Bye', 'user')] },
    );
    expect(body).toEqual({
      model: 'saved-model',
      temperature: 0,
      messages: [message('Hi Ada'), message('Bye', 'user')],
    });
  });

  it.each([
    [{}, 'production'],
    [{ environment: 'staging' }, 'staging'],
    [{ version_id: 'v7' }, 'v7'],
    [{ environment: 'staging', version_id: 'v7' }, 'staging'],
  ])('chooses by %j the version of %s (PR-02)', async (choice, expected) => {
    const versions = { production: saying('production'), staging: saying('staging'), v7: saying('v7') };
    const { body, facts } = await assembled({ abc123: versions }, { prompt_id: 'abc123', ...choice });
    expect(body.messages).toEqual([message(expected)]);
    expect(facts.promptVersion).toBe(`${expected} of abc123`);
  });

  it('notes prompt, version, environment and inputs for the log (PR-10)', async () => {
    const prompts = { abc123: { staging: saying('{{hc:n:number}}') } };
    const { facts } = await assembled(prompts, {
      prompt_id: 'abc123',
      environment: 'staging',
      inputs: { n: 0 },
    });
    expect(facts).toEqual({
      promptId: 'abc123',
      promptVersion: 'staging of abc123',
      promptEnvironment: 'staging',
      promptInputs: { n: 0 },
    });
  });

  it('puts partials in before variables, those of other environments and of other partials, too (PR-07)', async () => {
    const prompts = {
      main01: { production: saying('{{hcp:first1:1:staging}} Be {{hc:tone:string}}.') },
      first1: { staging: saying('no', 'For {{hc:company:string}}: {{hcp:deep01:0}}') },
      deep01: { production: saying('deep {{hc:tone:string}}.') },
    };
    const inputs = { company: 'Acme', tone: 'kind' };
    const { body } = await assembled(prompts, { prompt_id: 'main01', inputs });
    expect(body.messages).toEqual([message('For Acme: deep kind. Be kind.')]);
  });

  it('fetches no partial that a message of the call names, nor one that an input names', async () => {
    const prompts = {
      main01: { production: saying('{{hc:a:string}}') },
      other1: { production: saying('secret') },
    };
    const tag = '{{hcp:other1:0}}';
    const { body } = await assembled(prompts, {
      prompt_id: 'main01',
      inputs: { a: tag },
      messages: [message(tag, 'user')],
    });
    expect(body.messages).toEqual([message(tag), message(tag, 'user')]);
  });

  it.each([
    ['a prompt that is not there', { prompt_id: 'none00' }, 404, /no prompt none00/],
    [
      'an environment without a version',
      { prompt_id: 'abc123', environment: 'qa' },
      404,
      /environment qa: set one/,
    ],
    ['a version that is not there', { prompt_id: 'abc123', version_id: 'v9' }, 404, /no version v9/],
    ['a prompt_id that is no text', { prompt_id: 7 }, 400, /prompt_id must be a text/],
    ['an environment that is no text', { prompt_id: 'abc123', environment: [] }, 400, /environment must be/],
    [
      'an input of the wrong type',
      { prompt_id: 'abc123', inputs: { age: 'abc' } },
      400,
      /"age" must be a number/,
    ],
    [
      'inputs that the record could not be written with',
      { prompt_id: 'abc123', inputs: { age: 1, more: JSON.parse('['.repeat(100) + ']'.repeat(100)) } },
      400,
      /up to 100 deep/,
    ],
    ['a partial that leads nowhere', { prompt_id: 'broken' }, 400, /\{\{hcp:none00:0\}\} leads nowhere/],
    ['a message that is not there', { prompt_id: 'short1' }, 400, /no message 9/],
    ['partials in a circle', { prompt_id: 'circle' }, 400, /Is there a circle/],
  ])('refuses %s in words', async (_, body, status, words) => {
    const prompts = {
      abc123: { production: saying('{{hc:age:number}}') },
      broken: { production: saying('{{hcp:none00:0}}') },
      short1: { production: saying('{{hcp:abc123:9}}') },
      circle: { production: saying('{{hcp:circle:0}}') },
    };
    expect(await refusal(prompts, body)).toEqual({ status, message: expect.stringMatching(words) });
  });

  it('keeps in the record no more of the inputs than a record may hold (PR-10)', async () => {
    const inputs = { name: 'Ada', text: 'x'.repeat(1_000_000), list: [1], more: 'y'.repeat(1_000_000) };
    const { facts } = await assembled(
      { abc123: { production: saying('{{hc:text:string}}') } },
      { prompt_id: 'abc123', inputs },
    );
    const { name, text, ...rest } = facts.promptInputs as typeof inputs;
    expect([name, text]).toEqual(['Ada', inputs.text.slice(0, text.length)]);
    expect(rest).toEqual({});
    expect(JSON.stringify(facts.promptInputs).length).toBeLessThan(257 * 1024);
    expect(text.length).toBeGreaterThan(255 * 1024);
  });

  it("never changes the saved prompt's body", async () => {
    const prompts = {
      abc123: { production: saying('{{hcp:other1:0}} {{hc:a:string}}') },
      other1: { production: saying('x') },
    };
    const before = JSON.stringify(prompts);
    await assembled(prompts, { prompt_id: 'abc123', inputs: { a: 'y' } });
    expect(JSON.stringify(prompts)).toBe(before);
  });
});
