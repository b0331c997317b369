import {
  createOrganizationSchema,
  ok,
  type Organization,
  type Result,
  updateOrganizationSchema,
  type WhoAmI,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import {
  CurrentCaller,
  CurrentPrincipal,
  RequireRole,
  WithoutOrganization,
} from '../principal/principal.decorators.js';
import { type Caller, type Principal } from '../principal/principal.js';
import { organizationSchema, whoAmISchema } from './organization.schema.js';
import { OrganizationService } from './organization.service.js';

@Controller('v1')
export class OrganizationController {
  constructor(private readonly service: OrganizationService) {}

  @Get('whoami')
  @WithoutOrganization()
  @Api({
    summary: 'Tell who is asking, and for which organization',
    response: whoAmISchema,
    tag: 'organization',
  })
  async whoAmI(@CurrentCaller() caller: Caller): Promise<Result<WhoAmI>> {
    return ok(await this.service.whoAmI(caller));
  }

  @Get('organization')
  @WithoutOrganization()
  @Api({ summary: 'List your organizations', response: z.array(organizationSchema) })
  async list(@CurrentCaller() caller: Caller): Promise<Result<Organization[]>> {
    return ok(await this.service.list(caller));
  }

  @Post('organization/create')
  @WithoutOrganization()
  @Api({
    summary: 'Create an organization; the reply is its id',
    response: z.uuid(),
    access: 'role',
  })
  async create(
    @CurrentCaller() caller: Caller,
    @ZodBody(createOrganizationSchema) body: z.infer<typeof createOrganizationSchema>,
  ): Promise<Result<string>> {
    return ok(await this.service.create(caller, body.name));
  }

  @Delete('organization/delete')
  @RequireRole('owner')
  @Api({ summary: 'Delete the active organization, its keys and memberships', response: z.null() })
  async delete(@CurrentPrincipal() principal: Principal): Promise<Result<null>> {
    await this.service.delete(principal);
    return ok(null);
  }

  @Get('organization/:organizationId')
  @Api({ summary: 'Get one of your organizations', response: organizationSchema })
  async get(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', z.uuid()) organizationId: string,
  ): Promise<Result<Organization>> {
    return ok(await this.service.get(principal, organizationId));
  }

  @Post('organization/:organizationId/update')
  @Api({ summary: 'Change name or retention', response: z.null(), access: 'role' })
  async update(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', z.uuid()) organizationId: string,
    @ZodBody(updateOrganizationSchema) body: z.infer<typeof updateOrganizationSchema>,
  ): Promise<Result<null>> {
    await this.service.update(principal, organizationId, {
      name: body.name,
      retentionDays: body.retention_days,
    });
    return ok(null);
  }
}
