import { luaScript, readWrk } from './wrk.js';

describe(readWrk.name, () => {
  it('counts only what succeeded and gives milliseconds', () => {
    const output =
      'Running 1s test\nRESULT {"requests":1010,"micros":2000000,"failed":10,"p50":1500.0,"p90":2000,"p99":9000}\n';
    expect(readWrk(output)).toEqual({ perSecond: 500, failed: 10, p50: 1.5, p90: 2, p99: 9 });
  });

  it('does not take output without a result for a result', () => {
    expect(() => readWrk('unable to connect')).toThrow();
  });
});

describe(luaScript.name, () => {
  it('carries JSON with quotes and brackets unchanged', () => {
    const body = '{"a":["\\"x\\"",[1]]}';
    expect(luaScript({ 'x-a': 'b"c' }, body)).toContain(`wrk.body = [==[${body}]==]`);
  });
});
