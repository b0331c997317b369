import { CircuitBreaker } from './circuit-breaker.js';

function setUp() {
  let now = 1_000;
  const sut = new CircuitBreaker(() => now);
  const fail = (times: number) => {
    for (let i = 0; i < times; i++) {
      sut.begin('a');
      sut.failed('a');
    }
  };
  return { sut, fail, pass: (ms: number) => (now += ms) };
}

describe(CircuitBreaker.name, () => {
  it('stays closed for single failures, and forgets them after a success', () => {
    const { sut, fail } = setUp();
    fail(4);
    sut.succeeded('a');
    fail(4);
    expect(sut.allows('a')).toBe(true);
  });

  it('opens after five failures in a row, for that endpoint alone', () => {
    const { sut, fail } = setUp();
    fail(5);
    expect(sut.allows('a')).toBe(false);
    expect(sut.allows('b')).toBe(true);
  });

  it('lets one call probe after the rest, and closes when it succeeds', () => {
    const { sut, fail, pass } = setUp();
    fail(5);
    pass(5_000);
    expect(sut.allows('a')).toBe(true);
    sut.begin('a');
    expect(sut.allows('a')).toBe(false);
    sut.succeeded('a');
    expect(sut.allows('a')).toBe(true);
  });

  it('rests twice as long after a failed probe', () => {
    const { sut, fail, pass } = setUp();
    fail(5);
    pass(5_000);
    fail(1);
    pass(9_999);
    expect(sut.allows('a')).toBe(false);
    pass(1);
    expect(sut.allows('a')).toBe(true);
  });

  it('lets another call probe when the first said nothing', () => {
    const { sut, fail, pass } = setUp();
    fail(5);
    pass(5_000);
    sut.begin('a');
    sut.released('a');
    expect(sut.allows('a')).toBe(true);
  });

  it('rests at once when the provider says for how long', () => {
    const { sut, pass } = setUp();
    sut.begin('a');
    sut.failed('a', 3);
    expect(sut.allows('a')).toBe(false);
    pass(3_000);
    expect(sut.allows('a')).toBe(true);
  });
});
