import { type Config } from '@heliostat/platform';
import { createObjectStore, type ObjectStore } from '@heliostat/stores/objects';
import { type FactoryProvider } from '@nestjs/common';
import { CONFIG } from '../platform/tokens.js';

/** `ObjectStore` of `@heliostat/stores/objects`. */
export const OBJECTS = Symbol('objects');

export const objectsProvider: FactoryProvider<ObjectStore> = {
  provide: OBJECTS,
  inject: [CONFIG],
  useFactory: (config: Config) => createObjectStore(config),
};
