import {
  type HeliconeRequest,
  ok,
  type RequestQuery,
  requestQuerySchema,
  type Result,
} from '@heliostat/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam, ZodQuery } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  assetIdSchema,
  assetSchema,
  heliconeRequestSchema,
  includeBodySchema,
  requestIdSchema,
  requestIdsSchema,
} from './request.schema.js';
import { RequestService } from './request.service.js';

const listed = z.array(heliconeRequestSchema);

@Controller('v1/request')
export class RequestController {
  constructor(private readonly service: RequestService) {}

  @Post('query')
  @Api({ summary: 'Find requests by a filter', response: listed, access: 'read' })
  async query(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(requestQuerySchema) body: RequestQuery,
  ): Promise<Result<HeliconeRequest[]>> {
    return ok(await this.service.query(organizationId, body, 'request-query'));
  }

  @Post('query-clickhouse')
  @Api({
    summary: 'Find requests by a filter on request_response_rmt',
    description: 'Properties without their request_response_rmt wrapper match nothing, as documented.',
    response: listed,
    access: 'read',
  })
  async queryClickHouse(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(requestQuerySchema) body: RequestQuery,
  ): Promise<Result<HeliconeRequest[]>> {
    return ok(await this.service.query(organizationId, body, 'clickhouse'));
  }

  @Post('query-ids')
  @Api({ summary: 'Get requests by their ids', response: listed, access: 'read' })
  async queryIds(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(requestIdsSchema) { requestIds }: z.infer<typeof requestIdsSchema>,
  ): Promise<Result<HeliconeRequest[]>> {
    return ok(await this.service.byIds(organizationId, requestIds));
  }

  @Post('count/query')
  @Api({ summary: 'Count the requests that match a filter', response: z.number(), access: 'read' })
  async count(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(requestQuerySchema) body: RequestQuery,
  ): Promise<Result<number>> {
    return ok(await this.service.count(organizationId, body));
  }

  @Get(':requestId')
  @Api({ summary: 'Get one request', response: heliconeRequestSchema })
  async get(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('requestId', requestIdSchema) requestId: string,
    @ZodQuery(includeBodySchema) { includeBody }: z.infer<typeof includeBodySchema>,
  ): Promise<Result<HeliconeRequest>> {
    return ok(await this.service.byId(organizationId, requestId, includeBody));
  }

  @Post(':requestId/assets/:assetId')
  @Api({ summary: 'Get the address of a picture of a request', response: assetSchema, access: 'read' })
  async asset(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('requestId', requestIdSchema) requestId: string,
    @ZodParam('assetId', assetIdSchema) assetId: string,
  ): Promise<Result<z.infer<typeof assetSchema>>> {
    return ok({ assetUrl: await this.service.asset(organizationId, requestId, assetId) });
  }
}
