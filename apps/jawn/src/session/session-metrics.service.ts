import { Injectable } from '@nestjs/common';
import { windowOf } from '../dashboard/interval.js';
import { HistogramRepository } from '../histogram/histogram.repository.js';
import { type SessionMetrics, type SessionMetricsQuery } from './session.schema.js';

const title = `anyLastIf(properties['Helicone-Session-Name'], properties['Helicone-Session-Name'] != '')`;

/** How many calls sessions have, how long they take and what they cost (SS-03). */
@Injectable()
export class SessionMetricsService {
  constructor(private readonly histograms: HistogramRepository) {}

  async metrics(organizationId: string, query: SessionMetricsQuery): Promise<SessionMetrics> {
    const { nameContains, timeFilter, filter, pSize, useInterquartile } = query;
    const { count, duration, cost } = await this.histograms.histograms(
      {
        organizationId,
        filter,
        surface: 'sessions',
        window: timeFilter && windowOf(timeFilter.startTimeUnixMs, timeFilter.endTimeUnixMs),
        key: 'session_id',
        ...(nameContains !== '' && {
          having: {
            sql: `positionCaseInsensitiveUTF8(${title}, {name_contains:String}) > 0`,
            params: { name_contains: nameContains },
          },
        }),
        measures: {
          count: 'count()',
          duration: `dateDiff('millisecond', min(request_created_at), max(request_created_at)) / 1000`,
          cost: 'sum(cost) / 1e9',
        },
      },
      { pSize, useInterquartile },
    );
    return {
      session_count: count.rows,
      session_duration: duration.rows,
      session_cost: cost.rows,
      average: {
        session_count: [{ average: count.average }],
        session_duration: [{ average: duration.average }],
        session_cost: [{ average: cost.average }],
      },
    };
  }
}
