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
