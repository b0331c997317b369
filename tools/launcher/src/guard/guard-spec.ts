import { readFile } from 'node:fs/promises';
import { CodedError, errorMessage } from '@heliostat/platform';
import { z } from 'zod';

const name = z.string().min(1);

const guardedSet = z.strictObject({
  name,
  /** Absent when the data does not outlive the pod. */
  claim: z.strictObject({ size: name, storageClass: name.optional() }).optional(),
  /** Given where the number cannot be changed. */
  replicas: z.number().int().positive().optional(),
});

const guardedStore = z.strictObject({
  store: name,
  /** The StatefulSets that the new release keeps the store's data in; none when it does not run the store. */
  statefulSets: z.array(guardedSet),
  /** Whether a Cluster of CloudNativePG keeps it. */
  cloudNativePg: z.boolean().default(false),
  /** A Secret whose password is also in the data, so that another would not open it. */
  passwordIn: name.optional(),
});

const guardSpec = z.strictObject({
  /** Labels of what the release has in the cluster, besides `app.kubernetes.io/component=<store>`. */
  selector: name,
  allowDataLoss: z.array(name).default([]),
  stores: z.array(guardedStore),
});

export type GuardedSet = z.infer<typeof guardedSet>;
export type GuardedStore = z.infer<typeof guardedStore>;
export type GuardSpec = z.infer<typeof guardSpec>;

/** Reads and checks the file that says what a release is about to keep its data in. */
export async function readGuardSpec(path: string): Promise<GuardSpec> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new CodedError('guard/bad-spec', `${path} could not be read: ${errorMessage(error)}`, 400);
  }
  const parsed = guardSpec.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path: at, message }) => `  ${at.join('.') || '(whole file)'}: ${message}`,
  );
  throw new CodedError(
    'guard/bad-spec',
    [`${path} is no file for heliostat guard:`, ...faults].join('\n'),
    400,
  );
}
