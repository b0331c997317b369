import type {
  ModelCapability,
  ModelRegistry,
  ModelRegistryItem,
  SimplifiedPricing,
} from '@heliostat/contracts';
import { findProviderBySlug } from '@heliostat/llm';
import {
  displayPricing,
  endpointsOf,
  listModels,
  registryGeneration,
  type DisplayPrice,
  type RegistryEndpoint,
  type RegistryModel,
} from '@heliostat/models';
import { Injectable } from '@nestjs/common';

const capabilities: ModelCapability[] = [
  'audio',
  'video',
  'image',
  'thinking',
  'web_search',
  'caching',
  'reasoning',
];

/** The contract knows no fee of a call. */
function toPricing({
  request: _request,
  ...price
}: DisplayPrice & { threshold?: number }): SimplifiedPricing {
  return price;
}

function toEndpoint(endpoint: RegistryEndpoint): ModelRegistryItem['endpoints'][number] {
  const pricing = endpoint.price ? displayPricing(endpoint.price) : undefined;
  return {
    provider: endpoint.provider,
    providerSlug: endpoint.provider,
    supportsPtb: endpoint.ptb,
    pricing: pricing ? toPricing(pricing.base) : { prompt: 0, completion: 0 },
    ...(pricing && pricing.tiers.length > 0 ? { pricingTiers: pricing.tiers.map(toPricing) } : {}),
  };
}

function toItem(model: RegistryModel): ModelRegistryItem {
  return {
    id: model.id,
    name: model.name,
    author: model.author,
    contextLength: model.context,
    endpoints: endpointsOf(model.id).map(toEndpoint),
    ...(model.maxOutput === undefined ? {} : { maxOutput: model.maxOutput }),
    trainingDate: new Date(model.created * 1000).toISOString().slice(0, 10),
    description: model.description,
    inputModalities: [...model.inputModalities],
    outputModalities: [...model.outputModalities],
    supportedParameters: [...model.supportedParameters],
    ...(model.pinnedVersionOf === undefined ? {} : { pinnedVersionOfModel: model.pinnedVersionOf }),
  };
}

function has(item: ModelRegistryItem, capability: ModelCapability): boolean {
  const { inputModalities, outputModalities, supportedParameters, endpoints } = item;
  switch (capability) {
    case 'audio':
    case 'video':
    case 'image':
      return inputModalities.includes(capability) || outputModalities.includes(capability);
    case 'thinking':
    case 'reasoning':
      return supportedParameters.includes(capability);
    case 'web_search':
      return endpoints.some(({ pricing }) => pricing.web_search !== undefined);
    case 'caching':
      return endpoints.some(({ pricing }) => pricing.cacheRead !== undefined);
  }
}

function build(): ModelRegistry {
  const models = listModels().map(toItem);
  const providers = new Set(models.flatMap(({ endpoints }) => endpoints.map(({ provider }) => provider)));
  return {
    models,
    total: models.length,
    filters: {
      providers: [...providers]
        .sort()
        .map((name) => ({ name, displayName: findProviderBySlug(name)?.name ?? name })),
      authors: [...new Set(models.map(({ author }) => author))].sort(),
      capabilities: capabilities.filter((capability) => models.some((item) => has(item, capability))),
    },
  };
}

/** The model catalogue as REST shows it; made once for each state of the registry. */
@Injectable()
export class ModelRegistryService {
  private made: { generation: number; registry: ModelRegistry } | undefined;

  registry(): ModelRegistry {
    const generation = registryGeneration();
    if (this.made?.generation !== generation) this.made = { generation, registry: build() };
    return this.made.registry;
  }
}
