import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { type Session, type SessionQuery, sessionQuerySchema, sessionSchema } from './session.schema.js';
import { SessionService } from './session.service.js';

@Controller('v1/session')
export class SessionController {
  constructor(private readonly service: SessionService) {}

  @Post('query')
  @Api({ summary: 'Find sessions', response: z.array(sessionSchema), access: 'read' })
  async query(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(sessionQuerySchema) body: SessionQuery,
  ): Promise<Result<Session[]>> {
    return ok(await this.service.query(organizationId, body));
  }
}
