import {
  type CreditBalance,
  modifyBalanceSchema,
  ok,
  pageSchema,
  type Result,
  updateWalletSchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Post, Put, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam, ZodQuery } from '../http/zod-input.js';
import { OperatorGuard } from '../installation/operator.guard.js';
import { CurrentCaller, WithoutOrganization } from '../principal/principal.decorators.js';
import { type Caller } from '../principal/principal.js';
import { creditBalanceSchema, creditEntriesSchema } from './credit.schema.js';
import { CreditService, type Page } from './credit.service.js';

const orgId = z.uuid();
const access = 'role';

/** Everyone's credits, for those who operate the installation and pay its provider keys. Amounts are US cents. */
@Controller('v1/admin/wallet/:orgId')
@UseGuards(OperatorGuard)
@WithoutOrganization()
export class WalletController {
  constructor(private readonly service: CreditService) {}

  @Post()
  @Api({ summary: "Get an organization's credits", response: creditBalanceSchema, access })
  async get(@ZodParam('orgId', orgId) organizationId: string): Promise<Result<CreditBalance>> {
    await this.service.mustExist(organizationId);
    return ok(await this.service.balance(organizationId));
  }

  @Put()
  @Api({
    summary: 'Set a balance, suspend an organization, or let it spend again',
    description: 'The first time limits the organization: without a balance it spends without limit.',
    response: creditBalanceSchema,
    access,
  })
  async update(
    @CurrentCaller() { userId }: Caller,
    @ZodParam('orgId', orgId) organizationId: string,
    @ZodBody(updateWalletSchema) body: z.infer<typeof updateWalletSchema>,
  ): Promise<Result<CreditBalance>> {
    return ok(await this.service.update(organizationId, body, userId));
  }

  @Post('modify-balance')
  @Api({ summary: 'Add to a balance or take from it', response: creditBalanceSchema, access })
  async modify(
    @CurrentCaller() { userId }: Caller,
    @ZodParam('orgId', orgId) organizationId: string,
    @ZodQuery(modifyBalanceSchema) query: z.infer<typeof modifyBalanceSchema>,
  ): Promise<Result<CreditBalance>> {
    return ok(await this.service.modify(organizationId, query, userId));
  }

  @Get('entries')
  @Api({ summary: 'List every change of a balance, newest first', response: creditEntriesSchema, access })
  async entries(@ZodParam('orgId', orgId) organizationId: string, @ZodQuery(pageSchema) page: Page) {
    await this.service.mustExist(organizationId);
    return ok(await this.service.entries(organizationId, page));
  }

  @Delete()
  @Api({
    summary: 'Lift the limit: the balance goes, and nothing is refused',
    response: creditBalanceSchema,
    access,
  })
  async unlimit(
    @CurrentCaller() { userId }: Caller,
    @ZodParam('orgId', orgId) organizationId: string,
  ): Promise<Result<CreditBalance>> {
    return ok(await this.service.unlimit(organizationId, userId));
  }
}
