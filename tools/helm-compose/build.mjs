import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One file without node_modules beside it: Helm runs the plugin from wherever it was installed or linked to. */
await build({
  entryPoints: [here('src/main.ts')],
  outfile: here('dist/compose.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  logLevel: 'warning',
  alias: {
    // From its sources, so that the two can be built in any order.
    '@heliostat/platform': here('../../libs/platform/src/index.ts'),
    // Needs Node 22 to load. The plugin talks by node:https, and takes only the reading of kubeconfigs from the client.
    undici: here('src/cluster/no-undici.ts'),
  },
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
});
