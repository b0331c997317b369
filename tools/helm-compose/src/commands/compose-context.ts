import type { OpenCluster } from '../cluster/cluster.js';
import type { LoadedFile } from '../file/load-compose-file.js';
import type { HelmContext } from '../helm/helm-arguments.js';
import type { HelmRunner } from '../helm/helm-runner.js';
import type { Report } from '../report/report.js';
import type { RevisionStore } from '../state/revision-store.js';

/** What every command works with. */
export type ComposeContext = {
  file: LoadedFile;
  helm: HelmRunner;
  calls: HelmContext;
  openCluster: OpenCluster;
  /** Opened on demand: `template` needs no cluster. */
  revisions: () => RevisionStore;
  report: Report;
  /** Writes what a command was asked for, such as manifests: to standard output, apart from the report. */
  print: (text: string) => void;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
};
