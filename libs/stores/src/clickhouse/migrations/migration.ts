/**
 * What a migration's SQL is rendered with. On one server a table is created under its name with the engine as it is;
 * on a cluster the engine is replicated, statements run `ON CLUSTER`, and with several shards a table is two: the
 * rows' own (`stored`) and a Distributed one with the table's name.
 */
export type MigrationContext = {
  /** The engine clause of a MergeTree family table: `engine('ReplacingMergeTree', 'updated_at')`. */
  engine(name: string, ...parameters: string[]): string;
  /** The same for a table that every server holds whole. */
  engineEverywhere(name: string, ...parameters: string[]): string;
  /** Empty, or `ON CLUSTER …` with a leading space. */
  onCluster: string;
  /** The table that rows lie in. */
  stored(table: string): string;
  /** The statements that put a table of the given name in front of the shards; none where there is one shard. */
  distributed(table: string, by: string): string[];
  /** The same change for the table in front of the shards, where there is one. */
  distributedAlso(table: string, change: string): string[];
  /** The setting that bounds how many tokens of inserts a table remembers. */
  deduplicationWindow: string;
};

/**
 * One step of the schema. Statements run one after the other in the database and must be idempotent
 * (`IF NOT EXISTS`): a step that was cut short, or that two processes run at once, runs again harmlessly.
 */
export type Migration = {
  /** Counts up from 1 without gaps. */
  version: number;
  name: string;
  /** The oldest schema version whose apps still work on this one: they may restart during an upgrade. */
  compatibleFrom: number;
  statements(context: MigrationContext): string[];
};
