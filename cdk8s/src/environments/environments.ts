import { dev } from './dev.environment.js';
import type { Environment } from './environment.js';
import { production } from './production.environment.js';
import { staging } from './staging.environment.js';

/** All environments that are rendered, each into cdk8s/dist/<name>. */
export const environments: readonly Environment[] = [dev, staging, production];
