import { debianComponents, goBill, softwareBill } from './sbom.mjs';

const status = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u10
Description: GNU C Library
 Package: not a field

Package: removed
Status: deinstall ok config-files
Architecture: all
Version: 1.0
`;

describe('the bill of materials', () => {
  it('lists the installed Debian packages and leaves out removed ones', () => {
    expect(debianComponents(status)).toEqual([
      expect.objectContaining({
        name: 'libc6',
        version: '2.36-9+deb12u10',
        purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u10?arch=amd64',
      }),
    ]);
  });

  it('adds the runtime and the base to what npm lists, under the name of the workspace', () => {
    const zod = { 'bom-ref': 'zod@4', type: 'library', name: 'zod', version: '4' };
    const npmBill = { metadata: { component: { name: 'heliostat' } }, components: [zod] };
    const sut = softwareBill(npmBill, {
      workspace: { name: '@heliostat/proxy', version: '0.1.0' },
      node: '24.1.0',
      debian: status,
    });
    expect(sut.metadata.component).toMatchObject({ name: '@heliostat/proxy', version: '0.1.0' });
    expect(sut.components.map(({ name }) => name)).toEqual(['zod', 'node', 'libc6']);
  });

  it('lists the modules of Go programs, what replaced one, and the release that compiled them', () => {
    const modules = [
      '/out/minio: go1.26.8',
      '\tpath\tgithub.com/minio/minio',
      '\tmod\tgithub.com/minio/minio\tv0.0.0-2026\th1:abc=',
      '\tdep\tgithub.com/a/b\tv1.0.0',
      '\t=>\tgithub.com/c/b\tv1.0.1\th1:def=',
      '\tbuild\t-compiler=gc',
    ].join('\n');
    expect(goBill({ modules, debian: '' }).components.map(({ 'bom-ref': ref }) => ref)).toEqual([
      'go:stdlib@1.26.8',
      'go:github.com/minio/minio@v0.0.0-2026',
      'go:github.com/a/b@v1.0.0',
      'go:github.com/c/b@v1.0.1',
    ]);
  });
});
