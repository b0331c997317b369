import { ok, walletListSchema } from '@heliostat/contracts';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodQuery } from '../http/zod-input.js';
import { OperatorGuard } from '../installation/operator.guard.js';
import { WithoutOrganization } from '../principal/principal.decorators.js';
import { walletsSchema } from './credit.schema.js';
import { CreditService } from './credit.service.js';

/** The installation's organisations with their credits, for its operators; ours. */
@Controller('v1/admin/wallets')
@UseGuards(OperatorGuard)
@WithoutOrganization()
export class WalletsController {
  constructor(private readonly service: CreditService) {}

  @Get()
  @Api({
    summary: 'List the organizations with their credits, in US cents',
    description: 'By name; `search` is part of one.',
    response: walletsSchema,
    access: 'role',
    tag: 'admin',
  })
  async list(@ZodQuery(walletListSchema) query: z.infer<typeof walletListSchema>) {
    return ok(await this.service.wallets(query));
  }
}
