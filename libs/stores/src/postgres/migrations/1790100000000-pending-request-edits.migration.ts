import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of calls whose rows are still on their way. */
export class PendingRequestEdits1790100000000 implements MigrationInterface {
  readonly name = 'PendingRequestEdits1790100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pending_request_edit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
        request_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('properties', 'scores', 'feedback')),
        payload json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX pending_request_edit_row_idx ON pending_request_edit (organization_id, request_id);
      CREATE INDEX pending_request_edit_created_idx ON pending_request_edit (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pending_request_edit');
  }
}
