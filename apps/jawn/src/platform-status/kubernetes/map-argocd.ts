import { type PlatformArgoCd } from '@heliostat/contracts';
import { z } from 'zod';
import { iso, label, product } from './labels.js';

type Application = PlatformArgoCd['applications'][number];

/** What we read of `argoproj.io/v1alpha1` Applications; all of it may be absent in one just made. */
const applicationSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default(''),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z
    .object({
      destination: z.object({ namespace: z.string().optional() }).optional(),
      source: z.object({ targetRevision: z.string().optional() }).optional(),
      sources: z.array(z.object({ targetRevision: z.string().optional() })).optional(),
    })
    .optional(),
  status: z
    .object({
      sync: z
        .object({
          status: z.string().optional(),
          revision: z.string().optional(),
          revisions: z.array(z.string()).optional(),
        })
        .optional(),
      health: z.object({ status: z.string().optional(), message: z.string().optional() }).optional(),
      operationState: z
        .object({
          phase: z.string().optional(),
          message: z.string().optional(),
          finishedAt: z.string().optional(),
        })
        .optional(),
      conditions: z
        .array(z.object({ type: z.string().optional(), message: z.string().optional() }))
        .optional(),
    })
    .optional(),
});

/** Applications that deploy into our namespace, or that carry our label; what is none is left out. */
export function mapApplications(items: unknown[], namespace: string): Application[] {
  return items
    .flatMap((item) => {
      const parsed = applicationSchema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    })
    .filter(
      ({ metadata, spec }) =>
        spec?.destination?.namespace === namespace || metadata.labels?.[label.partOf] === product,
    )
    .map(({ metadata, spec, status }) => {
      const failed = status?.operationState?.phase === 'Failed' || status?.operationState?.phase === 'Error';
      return {
        name: metadata.name,
        namespace: metadata.namespace,
        sync: status?.sync?.status ?? 'Unknown',
        health: status?.health?.status ?? 'Unknown',
        revision: status?.sync?.revision ?? status?.sync?.revisions?.join(', ') ?? null,
        targetRevision: spec?.source?.targetRevision ?? spec?.sources?.[0]?.targetRevision ?? null,
        syncedAt: iso(status?.operationState?.finishedAt),
        message:
          status?.conditions?.find(({ message }) => message)?.message ??
          (failed ? status?.operationState?.message : undefined) ??
          status?.health?.message ??
          null,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
