// Bundles the proxy: why, and what it must keep to, is in docs/decisions/0010-the-proxy-as-a-bundle.md.
import { copyFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  metafile: true,
  entryPoints: {
    main: 'src/main.ts',
    'sealer.thread': 'src/seal/sealer.thread.ts',
    'guards/measure/main': 'src/guards/measure/main.ts',
    'guards/measure/train': 'src/guards/measure/train.ts',
    'guards/measure/worst-case': 'src/guards/measure/worst-case.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Names stay as they are: stack traces in logs must be readable.
  minifyWhitespace: true,
  minifySyntax: true,
  // One character beyond Latin-1 doubles the memory that V8 needs for the text of its file.
  charset: 'ascii',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'eof',
  // Loaded where it is used, from its package: see below.
  external: ['google-auth-library'],
  // For packages in CommonJS that ask for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
// What an `import()` gives of a package in CommonJS has no names but `default` once it is in a bundle: a fault at run time.
for (const { imports } of Object.values(metafile.outputs))
  for (const { path, kind } of imports) {
    const names = metafile.outputs[path]?.exports ?? [];
    if (kind === 'dynamic-import' && names.length === 1 && names[0] === 'default')
      throw new Error(
        `${metafile.outputs[path].entryPoint} is CommonJS and is imported lazily: name it in "external"`,
      );
  }
// Every chunk lies in `dist` itself, and reads the detector's model from beside it.
copyFileSync('src/guards/security/prompt-model.bin', 'dist/prompt-model.bin');
