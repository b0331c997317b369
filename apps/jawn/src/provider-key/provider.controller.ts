import { ok, type ProviderChoice, type Result } from '@heliostat/contracts';
import { providers } from '@heliostat/llm';
import { endpointsOf, listModels } from '@heliostat/models';
import { type Config } from '@heliostat/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { CONFIG } from '../platform/tokens.js';

const providerChoiceSchema = z.object({
  id: z.string(),
  name: z.string(),
  models: z.number().int(),
  hasPublicAddress: z.boolean(),
  installationKey: z.boolean(),
}) satisfies z.ZodType<ProviderChoice>;

/** What a provider key may be stored for; ours, for the page that stores them. */
@Controller('v1/providers')
export class ProviderController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  @Api({
    summary: 'List the providers that a key may be stored for',
    description: 'And whether the installation has a key of its own for each, never the key.',
    response: z.array(providerChoiceSchema),
    tag: 'provider-keys',
  })
  list(): Result<ProviderChoice[]> {
    const models = new Map<string, number>();
    for (const { id } of listModels())
      for (const provider of new Set(endpointsOf(id).map((endpoint) => endpoint.provider)))
        models.set(provider, (models.get(provider) ?? 0) + 1);
    return ok(
      providers
        .map(({ id, name, baseUrl }) => ({
          id,
          name,
          models: models.get(id) ?? 0,
          hasPublicAddress: baseUrl !== '' || this.config.providers[id]?.baseUrl !== undefined,
          installationKey: this.config.providers[id]?.apiKey !== undefined,
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    );
  }
}
