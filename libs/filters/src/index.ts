export { FilterError } from './filter-error.js';
export {
  maxFilterDepth,
  maxFilterLeaves,
  toClickHouse,
  type ClickHouseFilter,
  type FilterOptions,
  type FilterSurface,
} from './to-click-house.js';
