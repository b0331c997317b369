import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@heliostat/platform';
import { z } from 'zod';

const secretsSchema = z.object({
  ENCRYPTION_KEY: z.string().min(1),
  BETTER_AUTH_SECRET: z.string().min(1),
  POSTGRES_PASSWORD: z.string().min(1),
  CLICKHOUSE_PASSWORD: z.string().min(1),
  CLICKHOUSE_HQL_PASSWORD: z.string().min(1),
  /** Put there by who rotates the key: what it sealed is still read. */
  ENCRYPTION_KEY_PREVIOUS: z.string().optional(),
});

/** What an installation keeps secret. 32 bytes each; the two settings in base64, the passwords in hex. */
export type Secrets = z.infer<typeof secretsSchema>;

const generate = (): Secrets => ({
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
  POSTGRES_PASSWORD: randomBytes(32).toString('hex'),
  CLICKHOUSE_PASSWORD: randomBytes(32).toString('hex'),
  CLICKHOUSE_HQL_PASSWORD: randomBytes(32).toString('hex'),
});

/**
 * The installation's secrets from `secrets.json` in the data directory, generated on the first start and completed
 * when a newer version needs more. Only the owner may read the file. Throws `launcher/bad-secrets` for a file that
 * cannot be read, rather than replace keys that data is encrypted with.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const kept = await readKept(path);
  const generated = generate();
  const secrets = { ...generated, ...kept };
  const complete = Object.keys(generated).every((name) => name in kept);
  if (!complete) await writeAtomically(path, `${JSON.stringify(secrets, null, 2)}\n`);
  await chmod(path, 0o600);
  return secrets;
}

/** What is there of `secrets.json`, as it is; nothing where there is none. Throws `launcher/bad-secrets`. */
export const readSecrets = (dataDir: string): Promise<Partial<Secrets>> =>
  readKept(join(dataDir, 'secrets.json'));

async function readKept(path: string): Promise<Partial<Secrets>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return secretsSchema.partial().parse(JSON.parse(text));
  } catch {
    throw new CodedError(
      'launcher/bad-secrets',
      `${path} is damaged. It holds the key that provider keys are encrypted with: restore it from a backup, ` +
        'or move the whole data directory away to start anew.',
    );
  }
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
