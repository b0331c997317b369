import { type CreditBalance, ok, pageSchema, type Result, spendBreakdownSchema } from '@heliostat/contracts';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodQuery } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  breakdownSchema,
  creditBalanceSchema,
  creditEntriesSchema,
  discountSchema,
  invoiceSchema,
  paymentsSchema,
} from './credit.schema.js';
import { CreditService, type Page } from './credit.service.js';

/** What the caller's organisation may spend, and spent. */
@Controller('v1/credits')
export class CreditController {
  constructor(private readonly service: CreditService) {}

  @Get('balance')
  @Api({
    summary: "Get the organization's credits, in US cents",
    description: 'Without a balance that an administrator set (`limited: false`), nothing is refused.',
    response: creditBalanceSchema,
  })
  async balance(@CurrentPrincipal() { organizationId }: Principal): Promise<Result<CreditBalance>> {
    return ok(await this.service.balance(organizationId));
  }

  @Get('totalSpend')
  @Api({
    summary: 'Get what was charged in all, in US cents',
    response: z.object({ totalSpend: z.number() }),
  })
  async totalSpend(@CurrentPrincipal() { organizationId }: Principal) {
    return ok(await this.service.totalSpend(organizationId));
  }

  @Get('payments')
  @Api({ summary: 'List what was added to the balance, in US cents', response: paymentsSchema })
  async payments(@CurrentPrincipal() { organizationId }: Principal, @ZodQuery(pageSchema) page: Page) {
    return ok(await this.service.payments(organizationId, page));
  }

  @Get('discounts')
  @Api({
    summary: 'List discounts on models',
    description: 'Always empty: an installation charges what its providers do, and gives no discounts.',
    response: z.array(discountSchema),
  })
  discounts(): Result<z.infer<typeof discountSchema>[]> {
    return ok([]);
  }

  @Get('invoices')
  @Api({
    summary: 'List invoices for what was spent',
    description: 'Always empty: an installation sends none. What was charged: GET /v1/credits/entries.',
    response: z.array(invoiceSchema),
  })
  invoices(): Result<z.infer<typeof invoiceSchema>[]> {
    return ok([]);
  }

  @Get('entries')
  @Api({
    summary: 'List every change of the balance, newest first, in US cents',
    response: creditEntriesSchema,
  })
  async entries(@CurrentPrincipal() { organizationId }: Principal, @ZodQuery(pageSchema) page: Page) {
    return ok(await this.service.entries(organizationId, page));
  }

  @Get('spend/breakdown')
  @Api({ summary: 'Sum what was paid from credits by model, in USD', response: breakdownSchema })
  async breakdown(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodQuery(spendBreakdownSchema) query: z.infer<typeof spendBreakdownSchema>,
  ) {
    return ok(await this.service.breakdown(organizationId, query));
  }
}
