import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');
/** What Go reads as a duration: 5m, 1h30m, 90s. */
const duration = z
  .string()
  .regex(/^(\d+(\.\d+)?(ms|s|m|h))+$/, 'must be a duration such as 90s, 5m or 1h30m');
const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be lower-case letters, digits, dots and hyphens')
  .max(53, 'must be at most 53 characters');
const label = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const valueFile = z.union([text, z.strictObject({ file: text, optional: z.boolean().default(false) })]);

export const releaseSchema = z.strictObject({
  name: name.optional(),
  chart: text,
  chartVersion: z.union([text, z.number().transform(String)]).optional(),
  namespace: name.optional(),
  createNamespace: z.boolean().optional(),
  namespaceLabels: z.record(z.string(), label).optional(),
  needs: z.array(text).optional(),
  skipIfPresent: z.strictObject({ crds: z.array(text).min(1) }).optional(),
  forceUpdate: z.boolean().optional(),
  historyMax: z.number().int().min(0).optional(),
  cleanupOnFail: z.boolean().optional(),
  cleanUpOnFail: z.boolean().optional(),
  dependencyUpdate: z.boolean().optional(),
  skipTlsVerify: z.boolean().optional(),
  skipCrds: z.boolean().optional(),
  postRenderer: text.optional(),
  postRendererArgs: z.array(z.string()).optional(),
  kubeconfig: text.optional(),
  kubecontext: text.optional(),
  caFile: text.optional(),
  certFile: text.optional(),
  keyFile: text.optional(),
  timeout: duration.optional(),
  wait: z.boolean().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
  valueFiles: z.array(valueFile).optional(),
  deletionStrategy: z.enum(['background', 'orphan', 'foreground']).optional(),
  deletionTimeout: duration.optional(),
  deletionNoHooks: z.boolean().optional(),
  keepHistory: z.boolean().optional(),
});

const common = {
  name,
  numberOfRevisions: z.number().int().min(1).default(10),
};

export const storageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('kubernetes'),
    namespace: name.default('default'),
    kubeconfig: text.optional(),
    kubecontext: text.optional(),
  }),
  z.strictObject({ ...common, type: z.literal('local'), path: text.default('.hcstate') }),
]);

export const composeFileSchema = z.strictObject({
  apiVersion: z
    .union([z.string(), z.number().transform((version) => version.toFixed(1))])
    .pipe(z.enum(['1.0', '1.1'], '"1.0" and "1.1" are the versions of the format that there are')),
  storage: storageSchema,
  releases: z.record(name, releaseSchema),
  repositories: z
    .record(text, z.string().regex(/^(https?|oci):\/\//, 'must be a URL (https:// or oci://)'))
    .optional(),
});

export type Release = z.infer<typeof releaseSchema>;
export type Storage = z.infer<typeof storageSchema>;
export type ComposeFile = z.infer<typeof composeFileSchema>;
