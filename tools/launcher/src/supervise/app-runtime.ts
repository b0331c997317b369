/** How Node runs an app: its flags, and variables that must be there before it starts. */
export type AppRuntime = { flags: readonly string[]; env: Record<string, string> };

/**
 * The proxy holds many short-lived objects and few long-lived ones: a young generation of 4 MB is emptied in less than
 * a millisecond, and two malloc arenas keep freed buffers where the next ones find them. Source maps would cost it
 * 25 MB. docker/proxy/Dockerfile says the same.
 */
const lean: AppRuntime = {
  flags: ['--max-semi-space-size=4'],
  env: { MALLOC_ARENA_MAX: '2' },
};

const usual: AppRuntime = { flags: ['--enable-source-maps'], env: {} };

export const appRuntime = (name: string): AppRuntime => (name === 'proxy' ? lean : usual);
