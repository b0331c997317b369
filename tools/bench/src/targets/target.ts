/** Something that load can be sent to. */
export type Target = {
  name: string;
  /** POST goes here. */
  url: string;
  headers: Record<string, string>;
  /** Processes whose memory counts. */
  pids: number[];
  stop(): Promise<void>;
};

/** What every target needs to start. */
export type TargetContext = {
  /** Scratch folder of this run. */
  folder: string;
  /** Installed competitors stay here between runs. */
  cache: string;
  /** Cores of the gateway under test. */
  cores: string;
  /** Origin of the upstream. */
  upstream: string;
};
