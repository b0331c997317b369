import { z } from 'zod';
import { backupIdTime } from './backup-id.js';
import { storeNames, type StoreName } from './store-names.js';

/** A file of the set, by its name below `<prefix>/<id>/`. */
export const fileFactsSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const postgresSchema = fileFactsSchema.extend({
  serverVersion: z.string(),
  /** Version of our schema; 0 when the database was never migrated. */
  schemaVersion: z.number(),
  tables: z.array(z.object({ name: z.string(), rows: z.number() })),
});

const clickhouseTableSchema = z.object({
  name: z.string(),
  /** Rows as readers see them, before and after the copy: writes went on in between. */
  rows: z.object({ before: z.number(), after: z.number() }),
  columns: z.array(z.string()),
  /** Empty when the server made the backup by itself. */
  files: z.array(fileFactsSchema),
});

const clickhouseSchema = z.object({
  method: z.enum(['native', 'export']),
  bytes: z.number(),
  database: z.string(),
  serverVersion: z.string(),
  schemaVersion: z.number(),
  /** The cluster whose tables these were; absent for one server. */
  cluster: z.string().optional(),
  tables: z.array(clickhouseTableSchema),
});

const objectsSchema = z.object({
  /** The list of what belongs to this set; the objects themselves lie in the pool of all sets. */
  list: fileFactsSchema,
  objects: z.number(),
  bytes: z.number(),
  /** What the pool did not have yet. */
  copied: z.object({ objects: z.number(), bytes: z.number() }),
});

/** What a backup holds. Written last: a set without it is no backup. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().refine((id) => backupIdTime(id) !== undefined),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** The version of Heliostat that made it. */
  version: z.string(),
  stores: z.object({
    postgres: postgresSchema.optional(),
    clickhouse: clickhouseSchema.optional(),
    objects: objectsSchema.optional(),
  }),
});

export type FileFacts = z.infer<typeof fileFactsSchema>;
export type PostgresPart = z.infer<typeof postgresSchema>;
export type ClickHouseTablePart = z.infer<typeof clickhouseTableSchema>;
export type ClickHousePart = z.infer<typeof clickhouseSchema>;
export type ObjectsPart = z.infer<typeof objectsSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

export const storesOf = ({ stores }: Manifest): StoreName[] => storeNames.filter((name) => stores[name]);
