import { Injectable } from '@nestjs/common';
import { AnalyticsRepository } from '../dashboard/analytics.repository.js';

const namesAtMost = 1000;
const valuesAtMost = 100;

/** Which properties the calls of an organisation carry. */
@Injectable()
export class PropertyService {
  constructor(private readonly repository: AnalyticsRepository) {}

  /** Every name once, in alphabetical order (PP-02). */
  async names(organizationId: string): Promise<string[]> {
    const rows = await this.repository.groups(
      { organizationId, filter: 'all' },
      { name: 'name', sql: 'arrayJoin(mapKeys(properties))' },
      {},
      { orderBy: 'name', limit: namesAtMost },
    );
    return rows.map((row) => String(row['name']));
  }

  /** Values that contain the term in any case, the most frequent first. */
  async values(organizationId: string, property: string, term: string): Promise<string[]> {
    const rows = await this.repository.groups(
      {
        organizationId,
        filter: {
          request_response_rmt: {
            properties: { [property]: { contains: term } },
            property_key: { equals: property },
          },
        },
      },
      { name: 'name', sql: 'properties[{property:String}]', params: { property } },
      { requests: 'count()' },
      { orderBy: 'requests DESC', limit: valuesAtMost },
    );
    return rows.map((row) => String(row['name']));
  }
}
