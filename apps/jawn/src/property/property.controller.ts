import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { propertyKeySchema, propertySearchSchema } from './property.schema.js';
import { PropertyService } from './property.service.js';

@Controller('v1/property')
export class PropertyController {
  constructor(private readonly service: PropertyService) {}

  @Post('query')
  @Api({
    summary: 'List the names of properties',
    response: z.array(z.object({ property: z.string() })),
    access: 'read',
  })
  async names(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(z.object({})) _body: object,
  ): Promise<Result<{ property: string }[]>> {
    const names = await this.service.names(organizationId);
    return ok(names.map((property) => ({ property })));
  }

  @Post(':propertyKey/search')
  @Api({ summary: 'Find values of a property', response: z.array(z.string()), access: 'read' })
  async search(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam('propertyKey', propertyKeySchema) propertyKey: string,
    @ZodBody(propertySearchSchema) { searchTerm }: z.infer<typeof propertySearchSchema>,
  ): Promise<Result<string[]>> {
    return ok(await this.service.values(organizationId, propertyKey, searchTerm));
  }
}
