import {
  promptEnvironmentQuerySchema,
  promptOnlySchema,
  type PromptVersion,
  promptVersionQuerySchema,
  ok,
  type Result,
} from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { type z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { promptVersionSchema } from './prompt.schema.js';
import { PromptService } from './prompt.service.js';

const access = 'read';
const tag = 'prompt-2025';

/** The three queries that newer clients send to `/v2`; the answers are those of `/v1`, which hold the body, too. */
@Controller('v2/prompt-2025/query')
export class PromptQueryV2Controller {
  constructor(private readonly service: PromptService) {}

  @Post('version')
  @Api({ summary: 'Get a version with its body', response: promptVersionSchema, access, tag })
  async version(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptVersionQuerySchema) body: z.infer<typeof promptVersionQuerySchema>,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.version(principal, body.promptVersionId));
  }

  @Post('environment-version')
  @Api({ summary: 'Get the version that an environment serves', response: promptVersionSchema, access, tag })
  async environmentVersion(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptEnvironmentQuerySchema) body: z.infer<typeof promptEnvironmentQuerySchema>,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.deployed(principal, body.promptId, body.environment));
  }

  @Post('production-version')
  @Api({ summary: 'Get the version in production', response: promptVersionSchema, access, tag })
  async productionVersion(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptOnlySchema) { promptId }: z.infer<typeof promptOnlySchema>,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.deployed(principal, promptId, 'production'));
  }
}
