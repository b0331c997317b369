import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { RequestEditService } from './request-edit.service.js';
import { feedbackSchema, putPropertySchema, requestIdSchema, scoresSchema } from './request.schema.js';

/** A row is there a few seconds after its reply; a client that chose the id may know it before. */
const early =
  'The id may be of a request that is not logged yet: the change then waits for it for 24 hours. If no such request ' +
  'comes, the change is dropped without notice. While it waits it may take 16 KB.';

@Controller('v1/request/:requestId')
export class RequestEditController {
  constructor(private readonly service: RequestEditService) {}

  @Put('property')
  @Api({ summary: 'Add or change properties of a request', description: early, response: z.null() })
  async putProperty(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('requestId', requestIdSchema) requestId: string,
    @ZodBody(putPropertySchema) properties: z.infer<typeof putPropertySchema>,
  ): Promise<Result<null>> {
    await this.service.putProperties(organizationId, requestId, properties);
    return ok(null);
  }

  @Post('feedback')
  @Api({ summary: 'Rate a request', description: early, response: z.null() })
  async rate(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('requestId', requestIdSchema) requestId: string,
    @ZodBody(feedbackSchema) { rating }: z.infer<typeof feedbackSchema>,
  ): Promise<Result<null>> {
    await this.service.rate(organizationId, requestId, rating);
    return ok(null);
  }

  @Post('score')
  @Api({ summary: 'Add scores to a request', description: early, response: z.null() })
  async score(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('requestId', requestIdSchema) requestId: string,
    @ZodBody(scoresSchema) { scores }: z.infer<typeof scoresSchema>,
  ): Promise<Result<null>> {
    await this.service.score(organizationId, requestId, scores);
    return ok(null);
  }
}
