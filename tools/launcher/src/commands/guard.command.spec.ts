import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptData } from '../guard/kept-data.js';
import { Progress } from '../progress/progress.js';
import { guard } from './guard.command.js';

describe(guard.name, () => {
  let dir: string;
  let output: string;
  const run = (kept: KeptData) => {
    const file = join(dir, 'guard.json');
    writeFileSync(file, JSON.stringify({ selector: 'a=b', stores: [{ store: 'valkey', statefulSets: [] }] }));
    const progress = new Progress({ write: (text) => (output += text) }, false);
    return guard({ file }, {}, progress, async () => ({ read: async () => kept }));
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'guard-'));
    output = '';
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('ends with 0 and says so when nothing is left behind', async () => {
    const nothing = { statefulSets: [], claims: [], postgresClusters: [], secrets: [] };
    expect(await run(nothing)).toBe(0);
    expect(output).toContain('no data is left behind');
  });

  it('ends with 1 and the way out when data would be left behind', async () => {
    const claim = { template: 'data', size: '5Gi' };
    const kept = {
      statefulSets: [{ name: 'heliostat-valkey', store: 'valkey', replicas: 1, claim }],
      claims: ['data-heliostat-valkey-0'],
      postgresClusters: [],
      secrets: [],
    };
    expect(await run(kept)).toBe(1);
    expect(output).toMatch(/REFUSED.*heliostat-valkey holds data.*upgrade\.allowDataLoss/s);
    expect(output).not.toContain('guard.command');
  });
});
