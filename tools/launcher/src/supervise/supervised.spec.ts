import { BackOff } from './back-off.js';
import { Supervised, type Exit, type Running } from './supervised.js';

/** Processes that end when the test says so. */
function fakeProcesses(outcomes: ('serves' | 'fails')[] = []) {
  const started: { end: (exit?: Exit) => void; stopped: boolean; killed: boolean }[] = [];
  const start = async (signal: AbortSignal): Promise<Running> => {
    signal.throwIfAborted();
    if (outcomes[started.length] === 'fails') {
      started.push({ end: () => {}, stopped: false, killed: false });
      throw new Error('no luck');
    }
    let end: (exit: Exit) => void = () => {};
    const exited = new Promise<Exit>((resolve) => (end = resolve));
    const entry = {
      end: (exit: Exit = { code: 1, signal: null }) => end(exit),
      stopped: false,
      killed: false,
    };
    started.push(entry);
    return {
      pid: started.length,
      exited,
      stop: async () => {
        entry.stopped = true;
        end({ code: 0, signal: null });
      },
      kill: () => {
        entry.killed = true;
        end({ code: null, signal: 'SIGKILL' });
      },
    };
  };
  return { start, started };
}

const until = async (condition: () => boolean) => {
  for (let i = 0; i < 15_000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
  if (!condition()) throw new Error('it did not happen within half a minute');
};

describe(Supervised.name, () => {
  const create = (outcomes?: ('serves' | 'fails')[]) => {
    const told: string[] = [];
    const { start, started } = fakeProcesses(outcomes);
    const sut = new Supervised('jawn', start, (message) => told.push(message), new BackOff(1, 4));
    return { sut, told, started };
  };

  it('starts again what dies, with a message about how it ended', async () => {
    const { sut, told, started } = create();
    await sut.start();
    started[0]!.end({ code: null, signal: 'SIGSEGV' });
    await until(() => sut.pid === 2);
    expect(told).toEqual([
      'jawn ended (signal SIGSEGV); starting it again in 0.001 s',
      'jawn is running again',
    ]);
    await sut.stop();
  });

  it('keeps trying when the new start fails', async () => {
    const { sut, told, started } = create(['serves', 'fails', 'fails', 'serves']);
    await sut.start();
    started[0]!.end();
    await until(() => sut.pid === 4);
    expect(told.filter((line) => line.includes('did not start: no luck'))).toHaveLength(2);
    await sut.stop();
  });

  it('leaves the failure of the first start to its caller', async () => {
    const { sut, started } = create(['fails']);
    await expect(sut.start()).rejects.toThrow('no luck');
    await sut.stop();
    expect(started).toHaveLength(1);
  });

  it('does not start again what it stopped', async () => {
    const { sut, told, started } = create();
    await sut.start();
    await sut.stop();
    expect(started.map(({ stopped }) => stopped)).toEqual([true]);
    expect(told).toEqual([]);
  });

  it('stops while it waits to start again', async () => {
    const { start, started } = fakeProcesses();
    const sut = new Supervised('jawn', start, () => {}, new BackOff(60_000));
    await sut.start();
    started[0]!.end();
    await until(() => sut.pid === undefined);
    await sut.stop();
    expect(started).toHaveLength(1);
  });

  it('stops a process that came up after the stop was asked for', async () => {
    const { start, started } = fakeProcesses();
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const sut = new Supervised(
      'jawn',
      () => gate.then(() => start(new AbortController().signal)),
      () => {},
    );
    const starting = sut.start();
    const stopping = sut.stop();
    go();
    await Promise.all([starting, stopping]);
    expect(started.map(({ stopped }) => stopped)).toEqual([true]);
  });

  it('restarts on request without a word of alarm', async () => {
    const { sut, told } = create();
    await sut.start();
    await sut.restart();
    await until(() => sut.pid === 2);
    expect(told).toEqual(['jawn is running again']);
    await sut.stop();
  });

  it('does not wait out its pause when a restart is asked for', async () => {
    const { start, started } = fakeProcesses();
    const sut = new Supervised('jawn', start, () => {}, new BackOff(60_000));
    await sut.start();
    started[0]!.end();
    await until(() => sut.pid === undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sut.restart();
    await until(() => sut.pid === 2);
    await sut.stop();
  });

  it('says what it does, how the last one ended and how often it began anew', async () => {
    const { sut, started } = create(['serves', 'fails', 'serves']);
    const states: string[] = [];
    sut.observe(({ state }) => states.push(state));
    await sut.start();
    expect(sut.status).toMatchObject({ state: 'running', pid: 1, restarts: 0, lastEnd: null });
    started[0]!.end({ code: null, signal: 'SIGKILL' });
    await until(() => sut.pid === 3);
    expect(sut.status).toMatchObject({
      state: 'running',
      pid: 3,
      restarts: 2,
      lastEnd: { reason: 'did not start: no luck' },
    });
    await sut.stop();
    expect(sut.status).toMatchObject({ state: 'stopped', pid: null, startedAt: null });
    expect(states.join(' ')).toBe(
      'starting running waiting starting waiting starting running stopping stopped',
    );
  });

  it('does not count a restart that was asked for', async () => {
    const { sut } = create();
    await sut.start();
    await sut.restart();
    await until(() => sut.pid === 2);
    expect(sut.status).toMatchObject({ restarts: 0, lastEnd: null });
    await sut.stop();
  });

  it('kills without asking', async () => {
    const { sut, started } = create();
    await sut.start();
    sut.kill();
    expect(started[0]).toMatchObject({ killed: true, stopped: false });
  });
});

describe(BackOff.name, () => {
  it('doubles up to its limit and begins anew after a stable run', () => {
    const sut = new BackOff(250, 1_000, 60_000);
    expect([0, 0, 0, 0, 60_000, 0].map((ran) => sut.next(ran))).toEqual([250, 500, 1_000, 1_000, 250, 500]);
  });
});
