import type { Release } from '../file/compose-file.schema.js';

/** What a run of `up` or `down` left installed. */
export type Revision = {
  apiVersion: string;
  releases: Record<string, Release>;
  repositories?: Record<string, string> | undefined;
};
export type RevisionEntry = { number: number; createdAt: Date };

/** The port to where revisions are kept. */
export interface RevisionStore {
  /** Where they are, for the person in front of it. */
  readonly place: string;
  list(): Promise<RevisionEntry[]>;
  read(number: number): Promise<Revision | undefined>;
  /** Keeps a new one under the next number, and drops those that are too many. */
  add(revision: Revision): Promise<number>;
}
