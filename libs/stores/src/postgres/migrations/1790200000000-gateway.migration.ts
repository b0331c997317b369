import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the gateway needs to pay, to limit and to assemble: provider keys, credits, policies and prompts. */
export class Gateway1790200000000 implements MigrationInterface {
  readonly name = 'Gateway1790200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provider_key (
        id text PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
        provider text NOT NULL,
        name text NOT NULL,
        sealed bytea,
        preview text NOT NULL,
        config jsonb NOT NULL DEFAULT '{}',
        byok_enabled boolean NOT NULL DEFAULT true,
        created_by text REFERENCES "user" ("id") ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        CHECK (sealed IS NOT NULL OR deleted_at IS NOT NULL)
      );
      CREATE INDEX provider_key_organization_idx ON provider_key (organization_id) WHERE deleted_at IS NULL;
      CREATE TABLE credit_account (
        organization_id uuid PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
        balance_nano bigint NOT NULL DEFAULT 0,
        reserved_nano bigint NOT NULL DEFAULT 0 CHECK (reserved_nano >= 0),
        reservations integer NOT NULL DEFAULT 0 CHECK (reservations >= 0),
        suspended boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE credit_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('topup', 'charge', 'adjust')),
        amount_nano bigint NOT NULL,
        request_id text,
        request_created_at timestamptz(3),
        note text,
        created_by text REFERENCES "user" ("id") ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX credit_entry_organization_idx ON credit_entry (organization_id, id);
      CREATE UNIQUE INDEX credit_entry_call_idx
        ON credit_entry (organization_id, request_created_at, request_id) WHERE kind = 'charge';
      CREATE TABLE credit_reservation (
        organization_id uuid NOT NULL REFERENCES credit_account (organization_id) ON DELETE CASCADE,
        request_created_at timestamptz(3) NOT NULL,
        request_id text NOT NULL,
        amount_nano bigint NOT NULL CHECK (amount_nano >= 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, request_created_at, request_id)
      );
      CREATE INDEX credit_reservation_created_idx ON credit_reservation (created_at);
      CREATE TABLE rate_limit_policy (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
        api_key_id uuid REFERENCES api_key (id) ON DELETE CASCADE,
        name text NOT NULL,
        quota double precision NOT NULL CHECK (quota > 0),
        window_seconds integer NOT NULL CHECK (window_seconds BETWEEN 60 AND 31536000),
        unit text NOT NULL CHECK (unit IN ('request', 'cents', 'tokens')),
        segment text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX rate_limit_policy_name_idx ON rate_limit_policy (organization_id, name);
      CREATE TABLE prompt (
        id text PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
        name text NOT NULL,
        tags text[] NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
      );
      CREATE INDEX prompt_organization_idx ON prompt (organization_id) WHERE deleted_at IS NULL;
      CREATE TABLE prompt_version (
        id uuid PRIMARY KEY,
        prompt_id text NOT NULL REFERENCES prompt (id) ON DELETE CASCADE,
        major integer NOT NULL,
        minor integer NOT NULL,
        model text NOT NULL,
        body json NOT NULL,
        commit_message text NOT NULL,
        created_by text REFERENCES "user" ("id") ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (prompt_id, major, minor)
      );
      CREATE TABLE prompt_environment (
        prompt_id text NOT NULL REFERENCES prompt (id) ON DELETE CASCADE,
        name text NOT NULL,
        version_id uuid NOT NULL REFERENCES prompt_version (id) ON DELETE CASCADE,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (prompt_id, name)
      );
      CREATE INDEX prompt_environment_version_idx ON prompt_environment (version_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE prompt_environment, prompt_version, prompt, rate_limit_policy,
        credit_reservation, credit_entry, credit_account, provider_key`,
    );
  }
}
