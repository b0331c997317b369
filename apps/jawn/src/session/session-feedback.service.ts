import { CodedError } from '@heliostat/platform';
import { type ClickHouse } from '@heliostat/stores/clickhouse';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { RequestEditService } from '../request/request-edit.service.js';

/** Where a session's rating is kept: a property of its first call, `1` or `0`. */
const feedbackProperty = 'Helicone-Session-Feedback';

/** Ratings of whole sessions (SS-04). */
@Injectable()
export class SessionFeedbackService {
  constructor(
    @Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse,
    private readonly edits: RequestEditService,
  ) {}

  /** The last rating counts. Throws 404 for a session without calls. */
  async rate(organizationId: string, sessionId: string, rating: boolean): Promise<void> {
    const [first] = await this.clickhouse.query<{ request_id: string }>(
      `SELECT request_id FROM request_response_rmt
       WHERE organization_id = {organization:UUID} AND session_id = {session:String}
       ORDER BY request_created_at, request_id LIMIT 1`,
      { organization: organizationId, session: sessionId },
    );
    if (!first) throw new CodedError('session/unknown', `There is no session ${sessionId}`, 404);
    await this.edits.putProperties(organizationId, first.request_id, {
      [feedbackProperty]: rating ? '1' : '0',
    });
  }
}
