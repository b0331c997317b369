/** How Node runs an app: its flags, and variables that must be there before it starts. */
export type AppRuntime = { flags: readonly string[]; env: Record<string, string> };

/**
 * The proxy holds many short-lived objects and few long-lived ones: young generations of 2 MB are emptied in less than
 * a millisecond, and an old one that may grow by a fifth before it is looked through holds 30 MB less garbage. One malloc
 * arena for all threads keeps freed buffers where the next ones find them: two held 50 MB more under load. Source maps
 * would cost 25 MB. docker/proxy/Dockerfile says the same.
 */
const lean: AppRuntime = {
  flags: ['--max-semi-space-size=2', '--heap-growing-percent=20'],
  env: { MALLOC_ARENA_MAX: '1' },
};

const usual: AppRuntime = { flags: ['--enable-source-maps'], env: {} };

export const appRuntime = (name: string): AppRuntime => (name === 'proxy' ? lean : usual);
