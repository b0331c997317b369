import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Dockerfile')));
const read = (name: string) => readFileSync(join(folder, name, 'Dockerfile'), 'utf8');

/** The text from `FROM … AS build`'s predecessors to the start of the runtime: what BuildKit may run once for all. */
const sharedStages = (text: string) =>
  text.slice(text.indexOf('# These stages are the same'), text.search(/\nFROM \$\{DEBIAN_IMAGE\}/));

const finalStage = (text: string) => text.slice(text.lastIndexOf('\nFROM '));

it('there is a Dockerfile for every image', () => {
  expect(names).toEqual(['all-in-one', 'jawn', 'minio', 'ops', 'proxy', 'simulator', 'web', 'worker']);
});

describe.each(names)('the Dockerfile of %s', (name) => {
  const text = read(name);

  it('starts from pinned images alone, each replaceable by an argument', () => {
    const args = new Map([...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, arg, value]) => [arg, value]));
    const stages = new Set([
      'scratch',
      ...[...text.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage),
    ]);
    const from = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    expect(from.length).toBeGreaterThan(1);
    for (const image of from.filter((each) => !stages.has(each))) {
      const value = args.get(/^\$\{(\w+)\}$/.exec(image)?.[1] ?? '');
      if (!stages.has(value)) expect(value).toMatch(/^[a-z/]+:\d*[a-z0-9.-]*\d*[a-z-]+$/);
      expect(value).not.toMatch(/latest/);
    }
  });

  it('runs as the user 10001, on the last word', () => {
    expect(finalStage(text).match(/^USER .*$/gm)).toEqual(['USER 10001:10001']);
  });

  it('says how its health is asked, or that it has none', () => {
    expect(finalStage(text)).toMatch(
      name === 'ops' ? /^HEALTHCHECK NONE$/m : /^HEALTHCHECK .*CMD \[|^ {2}CMD \["\/app/m,
    );
  });

  it('has the labels that tools look for', () => {
    for (const label of ['title', 'description', 'version', 'revision', 'source', 'licenses'])
      expect(finalStage(text)).toContain(`org.opencontainers.image.${label}=`);
    expect(finalStage(text)).toContain(`org.opencontainers.image.title="heliostat/${name}"`);
    expect(finalStage(text)).toContain('io.heliostat.sbom="/app/sbom.json"');
  });

  it('starts its program without a shell in between, so that signals reach it', () => {
    expect(finalStage(text)).toMatch(/^ENTRYPOINT \["/m);
  });

  it('takes nothing of npm or of the sources into the image', () => {
    expect(finalStage(text)).not.toMatch(/\bnpm\b|COPY \.|--from=build/);
  });
});

it('every Dockerfile of ours has the same first stages, so that BuildKit runs them once', () => {
  const shared = names.filter((name) => name !== 'minio').map((name) => sharedStages(read(name)));
  expect(shared[0]).toContain('npx nx run-many');
  expect(new Set(shared).size).toBe(1);
});

it('the build script knows every image', () => {
  const script = readFileSync(join(folder, 'build.sh'), 'utf8');
  expect(/^all=\((.*)\)$/m.exec(script)![1]!.split(' ').sort()).toEqual(names);
});

it('the default version of every image is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  for (const name of names) expect(read(name)).toContain(`ARG VERSION=${version}\n`);
});
