import fc from 'fast-check';
import { chatAnswer } from '../../testing/guard-server.fixture.js';
import { readGuardAnswers } from './read-guard-answer.js';

describe(readGuardAnswers.name, () => {
  it.each([
    ['safe', 0, []],
    ['unsafe\nS1, S14', 1, ['violent crimes', 'code interpreter abuse']],
    ['unsafe\nS99', 1, ['unsafe']],
    ['BENIGN', 0, []],
    ['LABEL_1', 1, ['label_1']],
    ['{"label":"BENIGN","score":0.75}', 0.25, []],
    ['{"label":"jailbreak","score":0.75}', 0.75, ['jailbreak']],
  ])('reads %j in a chat completion', (text, score, reasons) => {
    expect(readGuardAnswers(chatAnswer(text))).toEqual([{ score, reasons }]);
  });

  it('reads one answer for each text of classify', () => {
    const data = [
      { label: 'LABEL_0', probs: [0.75, 0.25] },
      { label: 'INJECTION', probs: [0.25, 0.75] },
    ];
    expect(readGuardAnswers({ data }).map(({ score }) => score)).toEqual([0.25, 0.75]);
  });

  it.each([{}, [], null, { choices: [] }, { data: [] }, chatAnswer('Sorry, no.'), chatAnswer('{"label":3}')])(
    'does not take %j for a judgement',
    (body) => {
      expect(() => readGuardAnswers(body)).toThrow();
    },
  );

  it('throws or states shares from 0 to 1, whatever comes', () => {
    const label = fc.record({
      label: fc.constantFrom('JAILBREAK', 'benign', 'unsafe', 'x'),
      score: fc.oneof(fc.double({ noNaN: true }), fc.constant('0.5')),
    });
    const body = fc.oneof(
      fc.jsonValue(),
      fc.array(label),
      fc.array(fc.array(label)),
      fc.record({ data: fc.array(label) }),
      label.map((one) => chatAnswer(JSON.stringify(one))),
    );
    fc.assert(
      fc.property(body, (answer) => {
        let scores: number[] = [];
        try {
          scores = readGuardAnswers(answer).map(({ score }) => score);
        } catch {
          return;
        }
        expect(scores.length).toBeGreaterThan(0);
        expect(scores.filter((score) => !(score >= 0 && score <= 1))).toEqual([]);
      }),
    );
  });
});
