export { setPriceOverrides } from './catalogue/price-book.js';
export { costOf, type Cost, type CostInput } from './cost/cost-of.js';
export type { PriceOverride, TokenPrices } from './rates/price-override.js';
export type { Price, Rates } from './rates/rates.js';
export type {
  Modality,
  ModelRow,
  RegistryEndpoint,
  RegistryModel,
  StandardParameter,
  WireFormat,
} from './registry/registry-types.js';
export {
  addModels,
  endpointsOf,
  findEndpoint,
  findModel,
  listModels,
  registryGeneration,
  resolveName,
  type OwnModels,
  type ResolvedName,
} from './registry/registry.js';
export { worstCaseCost } from './registry/worst-case-cost.js';
export { OwnModelsError } from './own/own-models-error.js';
export { parseOwnModels } from './own/parse-own-models.js';
export { watchOwnModels, type OwnModelsOptions } from './own/watch-own-models.js';
export { modelJson, modelListJson, multimodalListJson } from './registry/model-list-json.js';
export { displayPricing, type DisplayPrice, type DisplayPricing } from './registry/display-price.js';
