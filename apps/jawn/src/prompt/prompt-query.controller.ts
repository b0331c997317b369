import {
  ok,
  type Prompt,
  type PromptBody,
  promptEnvironmentQuerySchema,
  promptOnlySchema,
  promptQuerySchema,
  type PromptVersion,
  promptVersionIdSchema,
  promptVersionQuerySchema,
  promptVersionsQuerySchema,
  type Result,
} from '@heliostat/contracts';
import { Controller, Get, Header, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal, Public } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { promptSchema, promptVersionSchema, versionCountsSchema } from './prompt.schema.js';
import { PromptService } from './prompt.service.js';

const access = 'read';
const bodySchema = z.record(z.string(), z.unknown());
type PromptOnly = z.infer<typeof promptOnlySchema>;

/** What is asked about prompts and their versions; nothing here changes anything (PR-09). */
@Controller('v1/prompt-2025')
export class PromptQueryController {
  constructor(private readonly service: PromptService) {}

  @Post('query')
  @Api({
    summary: 'Search prompts by name and by any of several tags',
    response: z.array(promptSchema),
    access,
  })
  async query(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptQuerySchema) body: z.infer<typeof promptQuerySchema>,
  ): Promise<Result<Prompt[]>> {
    return ok(await this.service.query(principal, body));
  }

  @Post('query/version')
  @Api({ summary: 'Get a version with its body', response: promptVersionSchema, access })
  async version(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptVersionQuerySchema) body: z.infer<typeof promptVersionQuerySchema>,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.version(principal, body.promptVersionId));
  }

  @Post('query/versions')
  @Api({
    summary: 'List the versions of a prompt, newest first',
    response: z.array(promptVersionSchema),
    access,
  })
  async versions(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptVersionsQuerySchema) body: z.infer<typeof promptVersionsQuerySchema>,
  ): Promise<Result<PromptVersion[]>> {
    return ok(await this.service.versions(principal, body.promptId, body.majorVersion));
  }

  @Post('query/environment-version')
  @Api({ summary: 'Get the version that an environment serves', response: promptVersionSchema, access })
  async environmentVersion(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptEnvironmentQuerySchema) body: z.infer<typeof promptEnvironmentQuerySchema>,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.deployed(principal, body.promptId, body.environment));
  }

  @Post('query/production-version')
  @Api({ summary: 'Get the version in production', response: promptVersionSchema, access })
  async productionVersion(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptOnlySchema) { promptId }: PromptOnly,
  ): Promise<Result<PromptVersion>> {
    return ok(await this.service.deployed(principal, promptId, 'production'));
  }

  @Post('query/total-versions')
  @Api({ summary: 'Count the versions of a prompt', response: versionCountsSchema, access })
  async versionCounts(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptOnlySchema) { promptId }: PromptOnly,
  ) {
    return ok(await this.service.versionCounts(principal, promptId));
  }

  @Get(':promptVersionId/prompt-body')
  @Api({ summary: "Get a version's body", response: bodySchema })
  async body(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('promptVersionId', promptVersionIdSchema) versionId: string,
  ): Promise<Result<PromptBody>> {
    return ok(await this.service.body(principal, versionId));
  }

  @Get('body/:token')
  @Public()
  @Header('cache-control', 'private, max-age=3600')
  @Header('x-content-type-options', 'nosniff')
  @Api({ summary: "Read a version's body by its s3_url", response: bodySchema, envelope: false })
  async bodyByLink(@ZodParam('token', z.string()) token: string): Promise<PromptBody> {
    return this.service.bodyByLink(token);
  }
}
