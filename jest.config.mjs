import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Four kinds of test, told apart by suffix:
 *   x.spec.ts               unit: no process, no network
 *   x.integration.spec.ts   the real embedded engines, npm alone
 *   x.external.spec.ts      needs Redis, MinIO, Chromium or Python
 *   x.recipes.spec.ts       Python's frameworks as the documentation uses them: minutes, so a script of their own
 */
const base = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: false, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@heliostat/([^/]+)/([^/]+)$': [
      '<rootDir>/libs/$1/src/$2/index.ts',
      '<rootDir>/tools/$1/src/$2/index.ts',
    ],
    '^@heliostat/([^/]+)$': [
      '<rootDir>/libs/$1/src/index.ts',
      '<rootDir>/tools/$1/src/index.ts',
      '<rootDir>/apps/$1/src/index.ts',
      '<rootDir>/$1/src/index.ts',
    ],
  },
  modulePathIgnorePatterns: [
    '<rootDir>/(apps|libs|tools|packages)/[^/]+/dist/',
    '<rootDir>/cdk8s/dist/',
    '<rootDir>/.nx/',
    '<rootDir>/.heliostat/',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  setupFilesAfterEnv: ['<rootDir>/tests/harness/property-seed.setup.ts'],
  testEnvironment: 'node',
};

const roots = ['apps', 'libs', 'tools', 'tests', 'charts', 'cdk8s', 'docker', 'load', 'terraform']
  .filter((folder) => existsSync(join(import.meta.dirname, folder)))
  .map((folder) => `<rootDir>/${folder}`);

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      roots,
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: [
        ...base.testPathIgnorePatterns,
        '\\.(integration|external|recipes)\\.spec\\.ts$',
      ],
    },
    { ...base, displayName: 'integration', roots, testMatch: ['**/*.integration.spec.ts'] },
    { ...base, displayName: 'external', roots, testMatch: ['**/*.external.spec.ts'] },
    { ...base, displayName: 'recipes', roots, testMatch: ['**/*.recipes.spec.ts'] },
  ],
  // For what hangs. No test that only is slow on a busy machine may end here, nor before a deadline of its own.
  testTimeout: 600_000,
};
