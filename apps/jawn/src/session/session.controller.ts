import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { SessionFeedbackService } from './session-feedback.service.js';
import { SessionMetricsService } from './session-metrics.service.js';
import {
  type Session,
  sessionFeedbackSchema,
  sessionIdSchema,
  type SessionMetrics,
  type SessionMetricsQuery,
  sessionMetricsQuerySchema,
  sessionMetricsSchema,
  type SessionQuery,
  sessionQuerySchema,
  sessionSchema,
} from './session.schema.js';
import { SessionService } from './session.service.js';

@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly service: SessionService,
    private readonly sessionMetrics: SessionMetricsService,
    private readonly feedback: SessionFeedbackService,
  ) {}

  @Post('query')
  @Api({ summary: 'Find sessions', response: z.array(sessionSchema), access: 'read' })
  async query(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(sessionQuerySchema) body: SessionQuery,
  ): Promise<Result<Session[]>> {
    return ok(await this.service.query(organizationId, body));
  }

  @Post('metrics/query')
  @Api({
    summary: 'Get how calls, durations and costs of sessions are spread',
    description: 'Durations are in seconds, costs in USD. Averages are of all sessions that match.',
    response: sessionMetricsSchema,
    access: 'read',
  })
  async metrics(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(sessionMetricsQuerySchema) body: SessionMetricsQuery,
  ): Promise<Result<SessionMetrics>> {
    return ok(await this.sessionMetrics.metrics(organizationId, body));
  }

  @Post(':sessionId/feedback')
  @Api({
    summary: 'Rate a session',
    description: 'The rating is the property Helicone-Session-Feedback (1 or 0) of the first request.',
    response: z.null(),
  })
  async rate(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('sessionId', sessionIdSchema) sessionId: string,
    @ZodBody(sessionFeedbackSchema) { rating }: z.infer<typeof sessionFeedbackSchema>,
  ): Promise<Result<null>> {
    await this.feedback.rate(organizationId, sessionId, rating);
    return ok(null);
  }
}
