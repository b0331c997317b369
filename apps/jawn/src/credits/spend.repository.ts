import { type ModelSpend } from '@heliostat/contracts';
import { type ClickHouse, toDateTime64 } from '@heliostat/stores/clickhouse';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';

type SpendRow = {
  model: string;
  provider: string;
  prompt: number;
  completion: number;
  cache_read: number;
  cache_write: number;
  cost: number;
};

const maxModels = 1_000;
const nanoPerUsd = 1e9;

/** What calls cost that were paid from credits (CR-04), by model. */
@Injectable()
export class SpendRepository {
  constructor(@Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse) {}

  /** Dearest first; times are epoch milliseconds. */
  async byModel(organizationId: string, from: number, to: number): Promise<ModelSpend[]> {
    const rows = await this.clickhouse.query<SpendRow>(
      `SELECT model, provider, sum(prompt_tokens) AS prompt, sum(completion_tokens) AS completion,
         sum(prompt_cache_read_tokens) AS cache_read, sum(prompt_cache_write_tokens) AS cache_write, sum(cost) AS cost
       FROM request_response_rmt
       WHERE organization_id = {org: UUID} AND is_passthrough_billing
         AND request_created_at BETWEEN {from: DateTime64(3, 'UTC')} AND {to: DateTime64(3, 'UTC')}
       GROUP BY model, provider ORDER BY cost DESC, model, provider LIMIT {limit: UInt32}`,
      { org: organizationId, from: toDateTime64(from), to: toDateTime64(to), limit: maxModels },
    );
    return rows.map((row) => ({
      model: row.model,
      provider: row.provider,
      promptTokens: row.prompt ?? 0,
      completionTokens: row.completion ?? 0,
      cacheReadTokens: row.cache_read,
      cacheWriteTokens: row.cache_write,
      pricing: null,
      subtotal: row.cost / nanoPerUsd,
      discountPercent: 0,
      total: row.cost / nanoPerUsd,
    }));
  }
}
