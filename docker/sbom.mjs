/**
 * The bill of materials of an image, from npm's own (CycloneDX): named after the workspace, with the Node runtime and
 * the Debian packages of the base added, which npm cannot know. `debian` is the text of dpkg's status file.
 */
export function softwareBill(npmBill, { workspace, node, debian }) {
  const component = {
    ...npmBill.metadata.component,
    type: 'application',
    name: workspace.name,
    version: workspace.version,
  };
  return {
    ...npmBill,
    metadata: { ...npmBill.metadata, component },
    components: [...npmBill.components, nodeComponent(node), ...debianComponents(debian)],
  };
}

const nodeComponent = (version) => ({
  'bom-ref': `node@${version}`,
  type: 'platform',
  name: 'node',
  version,
  purl: `pkg:generic/node@${version}`,
  licenses: [{ license: { id: 'MIT' } }],
});

/** One component for each installed package of a dpkg status file. */
export function debianComponents(status) {
  return status
    .split('\n\n')
    .map((paragraph) =>
      Object.fromEntries(
        [...paragraph.matchAll(/^([A-Za-z-]+): (.*)$/gm)].map(([, key, value]) => [key, value]),
      ),
    )
    .filter((entry) => entry.Package && entry.Status === 'install ok installed')
    .map(({ Package: name, Version: version, Architecture: arch }) => ({
      'bom-ref': `deb:${name}@${version}:${arch}`,
      type: 'library',
      name,
      version,
      purl: `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${arch}`,
    }));
}

/**
 * The bill of an image of Go programs, from what `go version -m` says of them: one component for each module, one for
 * the Go release that compiled them.
 */
export function goBill({ modules, debian }) {
  const found = new Map();
  for (const line of modules.split('\n')) {
    const [kind, name, version] = line.trim().split(/\s+/);
    // A replacement stands on the line after what it replaces.
    if (['mod', 'dep', '=>'].includes(kind) && name && version)
      found.set(`${name}@${version}`, { name, version });
    const release = /: (go\d[^\s]*)$/.exec(line)?.[1];
    if (release) found.set(release, { name: 'stdlib', version: release.slice(2) });
  }
  const components = [...found.values()].map(({ name, version }) => ({
    'bom-ref': `go:${name}@${version}`,
    type: 'library',
    name,
    version,
    purl: `pkg:golang/${name}@${version}`,
  }));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: 'minio' } },
    components: [...components, ...debianComponents(debian)],
  };
}
