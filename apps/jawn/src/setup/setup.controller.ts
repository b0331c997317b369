import { ok, type Result, type SetupState } from '@heliostat/contracts';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { Public } from '../principal/principal.decorators.js';
import { SetupService } from './setup.service.js';

const setupStateSchema = z.object({
  firstOwner: z.boolean(),
  signUpOpen: z.boolean(),
  proxyUrl: z.string(),
  apiUrl: z.string(),
  version: z.string(),
}) satisfies z.ZodType<SetupState>;

@Controller('v1/public/setup')
export class SetupController {
  constructor(private readonly service: SetupService) {}

  @Get()
  @Public()
  @Api({
    summary: 'Tell whether sign-up makes the first owner, and where the doors are',
    response: setupStateSchema,
    tag: 'setup',
  })
  async get(): Promise<Result<SetupState>> {
    return ok(await this.service.state());
  }
}
