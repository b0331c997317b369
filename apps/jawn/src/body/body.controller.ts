import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodParam } from '../http/zod-input.js';
import { Public } from '../principal/principal.decorators.js';
import { type Bodies, BodyService } from './body.service.js';

const bodiesSchema = z.object({
  request: z.unknown(),
  response: z.unknown(),
  response_stream: z.string().optional(),
  truncated: z.object({ request: z.boolean(), response: z.boolean() }).optional(),
});

@Controller('v1/request/body')
export class BodyController {
  constructor(private readonly service: BodyService) {}

  @Get(':token')
  @Public()
  @Header('cache-control', 'private, max-age=3600')
  @Header('x-content-type-options', 'nosniff')
  @Api({
    summary: 'Read both bodies of a request by its signed_body_url',
    response: bodiesSchema,
    envelope: false,
  })
  async read(@ZodParam('token', z.string()) token: string): Promise<Bodies> {
    return this.service.readByToken(token);
  }
}
