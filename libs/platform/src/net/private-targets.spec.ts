import { privateTargetRule, type PrivateTarget } from './private-targets.js';

const sut = (allowed: PrivateTarget[], all = false) =>
  privateTargetRule({ ALLOW_PRIVATE_TARGETS: all, ALLOWED_PRIVATE_TARGETS: allowed });

describe(privateTargetRule.name, () => {
  it('lets every origin be private where all may', () => {
    expect(sut([], true)('http://10.0.0.1:8080')).toBe(true);
  });

  it('lets none be private where none is named', () => {
    expect(sut([])('http://vllm.models.svc')).toBe(false);
  });

  it('lets a named host be private on every port, and no other host', () => {
    const rule = sut([{ host: 'vllm.models.svc' }]);
    expect(rule('http://vllm.models.svc:8000')).toBe(true);
    expect(rule('http://a.vllm.models.svc:8000')).toBe(false);
    expect(rule('http://metadata.internal')).toBe(false);
  });

  it('takes a named port at its word, the default one included', () => {
    const rule = sut([{ host: 'vllm', port: '443' }]);
    expect(rule('https://vllm')).toBe(true);
    expect(rule('http://vllm')).toBe(false);
    expect(rule('http://vllm:8080')).toBe(false);
  });
});
