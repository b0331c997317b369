import {
  createPromptSchema,
  ok,
  type Prompt,
  promptDeploymentSchema,
  promptIdSchema,
  promptTagsSchema,
  promptVersionIdSchema,
  renamePromptSchema,
  type Result,
  updatePromptSchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam, ZodQuery } from '../http/zod-input.js';
import { CurrentPrincipal, RequireRole } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { type PromptInputs, PromptInputsService } from './prompt-inputs.service.js';
import { promptInputsSchema, promptSchema } from './prompt.schema.js';
import { PromptService } from './prompt.service.js';

const inputsQuery = z.object({ requestId: z.string().min(1).max(256) });
const id = 'promptId';
const created = z.object({ id: z.string(), versionId: z.uuid() });

/** Prompts: what changes them, and what is asked about one (PR-09). */
@Controller('v1/prompt-2025')
export class PromptController {
  constructor(
    private readonly service: PromptService,
    private readonly inputsService: PromptInputsService,
  ) {}

  @Post()
  @RequireRole('member')
  @Api({ summary: 'Create a prompt; its first version, 1.0, is in production', response: created })
  async create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(createPromptSchema) body: z.infer<typeof createPromptSchema>,
  ) {
    return ok(await this.service.create(principal, body));
  }

  @Post('update')
  @RequireRole('member')
  @Api({ summary: 'Add a version to a prompt', response: z.object({ id: z.uuid() }) })
  async update(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(updatePromptSchema) body: z.infer<typeof updatePromptSchema>,
  ) {
    return ok(await this.service.update(principal, body));
  }

  @Post('update/environment')
  @RequireRole('member')
  @Api({ summary: 'Let an environment serve a version, from now on', response: z.null() })
  async deploy(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptDeploymentSchema) body: z.infer<typeof promptDeploymentSchema>,
  ): Promise<Result<null>> {
    await this.service.deploy(principal, body);
    return ok(null);
  }

  @Post('remove/environment')
  @RequireRole('member')
  @Api({ summary: 'Take an environment from a version', response: z.null() })
  async undeploy(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(promptDeploymentSchema) body: z.infer<typeof promptDeploymentSchema>,
  ): Promise<Result<null>> {
    await this.service.undeploy(principal, body);
    return ok(null);
  }

  @Get('count')
  @Api({ summary: 'Count the prompts', response: z.number().int() })
  async count(@CurrentPrincipal() principal: Principal): Promise<Result<number>> {
    return ok(await this.service.count(principal));
  }

  @Get('tags')
  @Api({ summary: 'List the tags of all prompts', response: z.array(z.string()) })
  async tags(@CurrentPrincipal() principal: Principal): Promise<Result<string[]>> {
    return ok(await this.service.tags(principal));
  }

  @Get('environments')
  @Api({ summary: 'List the environments of all prompts', response: z.array(z.string()) })
  async environments(@CurrentPrincipal() principal: Principal): Promise<Result<string[]>> {
    return ok(await this.service.environments(principal));
  }

  @Get('id/:promptId')
  @Api({ summary: 'Get a prompt', response: promptSchema })
  async get(
    @CurrentPrincipal() principal: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
  ): Promise<Result<Prompt>> {
    return ok(await this.service.get(principal, promptId));
  }

  @Post('id/:promptId/rename')
  @RequireRole('member')
  @Api({ summary: 'Rename a prompt', response: z.null() })
  async rename(
    @CurrentPrincipal() principal: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
    @ZodBody(renamePromptSchema) { name }: z.infer<typeof renamePromptSchema>,
  ): Promise<Result<null>> {
    await this.service.rename(principal, promptId, name);
    return ok(null);
  }

  @Patch('id/:promptId/tags')
  @RequireRole('member')
  @Api({ summary: 'Replace the tags of a prompt', response: z.array(z.string()) })
  async setTags(
    @CurrentPrincipal() principal: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
    @ZodBody(promptTagsSchema) { tags }: z.infer<typeof promptTagsSchema>,
  ): Promise<Result<string[]>> {
    return ok(await this.service.setTags(principal, promptId, tags));
  }

  @Get('id/:promptId/:versionId/inputs')
  @Api({
    summary: "Get what a request filled a version's variables with",
    description: 'A request is there a few seconds after its reply, as long as its bodies are kept.',
    response: promptInputsSchema,
  })
  async inputs(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
    @ZodParam('versionId', promptVersionIdSchema) versionId: string,
    @ZodQuery(inputsQuery) { requestId }: z.infer<typeof inputsQuery>,
  ): Promise<Result<PromptInputs>> {
    return ok(await this.inputsService.inputs(organizationId, promptId, versionId, requestId));
  }

  @Delete(':promptId')
  @RequireRole('member')
  @Api({ summary: 'Delete a prompt and all its versions', response: z.null() })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
  ): Promise<Result<null>> {
    await this.service.delete(principal, promptId);
    return ok(null);
  }

  @Delete(':promptId/:versionId')
  @RequireRole('member')
  @Api({ summary: 'Delete a version of a prompt; what it served has none then', response: z.null() })
  async deleteVersion(
    @CurrentPrincipal() principal: Principal,
    @ZodParam(id, promptIdSchema) promptId: string,
    @ZodParam('versionId', promptVersionIdSchema) versionId: string,
  ): Promise<Result<null>> {
    await this.service.deleteVersion(principal, promptId, versionId);
    return ok(null);
  }
}
