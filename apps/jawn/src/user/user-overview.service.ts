import { Injectable } from '@nestjs/common';
import { HistogramRepository } from '../histogram/histogram.repository.js';
import { type UserOverview, type UserOverviewQuery } from './user.schema.js';

/** How calls and costs are spread over users (US-04). */
@Injectable()
export class UserOverviewService {
  constructor(private readonly histograms: HistogramRepository) {}

  async overview(organizationId: string, query: UserOverviewQuery): Promise<UserOverview> {
    const { filter, ...cut } = query;
    const { requests, cost } = await this.histograms.histograms(
      {
        organizationId,
        filter,
        surface: 'users',
        key: 'user_id',
        measures: { requests: 'count()', cost: 'sum(cost) / 1e9' },
      },
      cut,
    );
    return { request_count: requests.rows, user_cost: cost.rows };
  }
}
