export { setPriceOverrides } from './catalogue/price-book.js';
export { costOf, type Cost, type CostInput } from './cost/cost-of.js';
export type { PriceOverride, TokenPrices } from './rates/price-override.js';
