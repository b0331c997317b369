/** What a migration's SQL is rendered with; a clustered server gets other engines and `ON CLUSTER` here. */
export type MigrationContext = {
  /** The engine clause of a MergeTree family table: `engine('ReplacingMergeTree', 'updated_at')`. */
  engine(name: string, ...parameters: string[]): string;
  /** Empty, or `ON CLUSTER …` with a leading space. */
  onCluster: string;
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
