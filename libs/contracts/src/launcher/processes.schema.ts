import { z } from 'zod';

/** The file in the data directory in which the launcher says what it runs. */
export const processesFile = 'processes.json';

export const processStates = ['starting', 'running', 'waiting', 'stopping', 'stopped'] as const;

/** One process that the launcher keeps running. */
export const launchedProcessSchema = z.object({
  name: z.string(),
  kind: z.enum(['app', 'store']),
  version: z.string().nullable(),
  /** `waiting`: it ended, and is started again after a pause. */
  state: z.enum(processStates),
  /** Null while none runs. */
  pid: z.number().int().nullable(),
  /** When this one was started. */
  startedAt: z.iso.datetime().nullable(),
  /** How often it was started again after it ended by itself. */
  restarts: z.number().int().nonnegative(),
  /** How and when it last ended by itself: `signal SIGKILL`. */
  lastEnd: z.object({ reason: z.string(), at: z.iso.datetime() }).nullable(),
});

/** What `processes.json` holds; replaced as a whole at each change. No secrets. */
export const processesFileSchema = z.object({
  launcher: z.object({ pid: z.number().int(), startedAt: z.iso.datetime(), version: z.string() }),
  processes: z.array(launchedProcessSchema),
  /** The last ends, starts and failures, oldest first. */
  events: z.array(z.object({ at: z.iso.datetime(), process: z.string(), message: z.string() })),
});

export type ProcessState = (typeof processStates)[number];
export type LaunchedProcess = z.infer<typeof launchedProcessSchema>;
export type ProcessesFile = z.infer<typeof processesFileSchema>;
