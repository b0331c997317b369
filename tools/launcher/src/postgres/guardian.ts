import { spawn, type ChildProcess } from 'node:child_process';

/**
 * When standard input closes: fast shutdown, after 10 s immediate shutdown. A shell, since it takes a hundredth of
 * the memory of a Node process and nothing else is to be done.
 */
const script = `
cat >/dev/null
kill -INT "$1" 2>/dev/null || exit 0
i=0
while kill -0 "$1" 2>/dev/null && [ "$i" -lt 100 ]; do sleep 0.1; i=$((i+1)); done
kill -QUIT "$1" 2>/dev/null
exit 0`;

/**
 * PostgreSQL outlives its parent, so a guardian holds a pipe from us: when we disappear, however that happens, the
 * pipe closes and the guardian stops the server. Returns how to dismiss it once the server has ended.
 */
export function guard(pid: number): () => void {
  let dismissed = false;
  let guardian: ChildProcess;
  const start = () => {
    guardian = spawn('/bin/sh', ['-c', script, 'heliostat-postgres-guardian', String(pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A session of its own: what ends our process group must not end the guardian first.
      detached: true,
    });
    guardian.on('error', () => {});
    guardian.on('exit', () => {
      if (!dismissed) setTimeout(() => !dismissed && start(), 1_000).unref();
    });
    guardian.unref();
  };
  start();
  return () => {
    dismissed = true;
    guardian.kill('SIGKILL');
  };
}
