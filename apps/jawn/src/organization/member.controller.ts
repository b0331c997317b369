import {
  addMemberSchema,
  ok,
  type OrganizationMember,
  type Result,
  updateMemberSchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam, ZodQuery } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { MemberService } from './member.service.js';
import {
  type Invitation,
  invitationSchema,
  memberSchema,
  newOwnerSchema,
  type OrganizationOwner,
  ownerSchema,
  removedMemberSchema,
} from './organization.schema.js';

const id = z.uuid();

/** The service checks the caller's role in the path's organisation, which need not be the active one. */
@Controller('v1/organization/:organizationId')
export class MemberController {
  constructor(private readonly service: MemberService) {}

  @Get('members')
  @Api({ summary: 'List members', response: z.array(memberSchema) })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
  ): Promise<Result<OrganizationMember[]>> {
    return ok(await this.service.list(principal, organizationId));
  }

  @Get('owner')
  @Api({ summary: 'List owners', response: z.array(ownerSchema) })
  async owners(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
  ): Promise<Result<OrganizationOwner[]>> {
    return ok(await this.service.owners(principal, organizationId));
  }

  @Post('add_member')
  @Api({
    summary: 'Add a member by e-mail address',
    description: 'An address without an account gets one; its temporary password is shown this once.',
    response: invitationSchema,
    access: 'role',
  })
  async add(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
    @ZodBody(addMemberSchema) body: z.infer<typeof addMemberSchema>,
  ): Promise<Result<Invitation>> {
    return ok(await this.service.add(principal, organizationId, body.email, body.role));
  }

  @Post('update_member')
  @Api({ summary: "Change a member's role", response: z.null(), access: 'role' })
  async setRole(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
    @ZodBody(updateMemberSchema) body: z.infer<typeof updateMemberSchema>,
  ): Promise<Result<null>> {
    await this.service.setRole(principal, organizationId, body.memberId, body.role);
    return ok(null);
  }

  @Delete('remove_member')
  @Api({ summary: 'Remove a member, or leave', response: z.null(), access: 'role' })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
    @ZodQuery(removedMemberSchema) query: z.infer<typeof removedMemberSchema>,
  ): Promise<Result<null>> {
    await this.service.remove(principal, organizationId, query.memberId);
    return ok(null);
  }

  @Post('update_owner')
  @Api({ summary: 'Hand the organization over to a member', response: z.null(), access: 'role' })
  async handOver(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('organizationId', id) organizationId: string,
    @ZodBody(newOwnerSchema) body: z.infer<typeof newOwnerSchema>,
  ): Promise<Result<null>> {
    await this.service.handOver(principal, organizationId, body.memberId);
    return ok(null);
  }
}
