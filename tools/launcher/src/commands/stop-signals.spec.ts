import { EventEmitter } from 'node:events';
import { onStopSignals } from './stop-signals.js';

describe(onStopSignals.name, () => {
  const create = () => {
    const signals = new EventEmitter();
    const calls: string[] = [];
    let time = 0;
    onStopSignals(
      () => calls.push('stop'),
      () => calls.push('force'),
      signals,
      () => time,
    );
    return { calls, send: (name: string, at = 0) => ((time = at), signals.emit(name)) };
  };

  it('takes a Ctrl-C that arrives twice, from the terminal and from npm, for one', () => {
    const { calls, send } = create();
    send('SIGINT', 0);
    send('SIGINT', 40);
    expect(calls).toEqual(['stop']);
  });

  it('forces at a second Ctrl-C', () => {
    const { calls, send } = create();
    send('SIGINT', 0);
    send('SIGINT', 1_500);
    expect(calls).toEqual(['stop', 'force']);
  });

  it('stops when the process that started us is gone, but does not take that for a second Ctrl-C', () => {
    const { calls, send } = create();
    send('disconnect', 0);
    expect(calls).toEqual(['stop']);
    send('disconnect', 5_000);
    expect(calls).toEqual(['stop']);
  });
});
