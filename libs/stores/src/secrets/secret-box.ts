import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { CodedError, type Config } from '@heliostat/platform';

/** Whose secret it is; bound into the bytes, so that a row's secret opens in no other row and no other tenant. */
export type SecretOwner = { organizationId: string; id: string };

const version = 1;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + keyIdBytes + nonceBytes + tagBytes;

type Key = { id: Buffer; bytes: Buffer };

/**
 * Seals small secrets for the database: AES-256-GCM under a key derived from `ENCRYPTION_KEY`. The bytes are a version
 * (1), the key's id (4), a nonce (12), the tag (16) and the ciphertext. Opens what an earlier key sealed when it is
 * given that key, too.
 */
export class SecretBox {
  private readonly keys: Key[];

  /** Keys of 32 bytes: the first seals. */
  constructor(current: Buffer, ...previous: Buffer[]) {
    this.keys = [current, ...previous].map(derive);
  }

  /** What all bytes begin with that `seal` makes: the version and the current key's id. */
  get head(): Buffer {
    return Buffer.concat([Buffer.of(version), this.keys[0]!.id]);
  }

  seal(secret: string, owner: SecretOwner): Buffer {
    const { id, bytes } = this.keys[0]!;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', bytes, nonce);
    cipher.setAAD(ownerBytes(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(version), id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws `secrets/unreadable` (500): sealed under a key that is gone, for another owner, or damaged. */
  open(sealed: Uint8Array, owner: SecretOwner): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const keyId = bytes.subarray(1, 1 + keyIdBytes);
    const key = bytes[0] === version ? this.keys.find(({ id }) => id.equals(keyId)) : undefined;
    if (!key || bytes.length < headBytes) throw unreadable(owner);
    const nonce = bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes });
    decipher.setAAD(ownerBytes(owner));
    decipher.setAuthTag(bytes.subarray(headBytes - tagBytes, headBytes));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]).toString();
    } catch (error) {
      throw unreadable(owner, error);
    }
  }
}

/** The settings that a box is made of. */
export type SecretSettings = Pick<Config, 'ENCRYPTION_KEY'> &
  Partial<Pick<Config, 'ENCRYPTION_KEY_PREVIOUS'>>;

/**
 * The box of the installation: seals with `ENCRYPTION_KEY`, and opens what it or one of `ENCRYPTION_KEY_PREVIOUS`
 * sealed. Throws `secrets/no-key` (503) without `ENCRYPTION_KEY`.
 */
export function createSecretBox(config: SecretSettings): SecretBox {
  if (config.ENCRYPTION_KEY === undefined)
    throw new CodedError(
      'secrets/no-key',
      'Secrets cannot be kept: ENCRYPTION_KEY is not set (32 bytes in base64: openssl rand -base64 32).',
      503,
    );
  const previous = config.ENCRYPTION_KEY_PREVIOUS ?? [];
  return new SecretBox(fromBase64(config.ENCRYPTION_KEY), ...previous.map(fromBase64));
}

function derive(key: Buffer): Key {
  if (key.length !== 32) throw new Error('a key of a secret box has 32 bytes');
  const bytes = Buffer.from(hkdfSync('sha256', key, '', 'heliostat secrets v1', 32));
  return { bytes, id: createHash('sha256').update(bytes).digest().subarray(0, keyIdBytes) };
}

const fromBase64 = (key: string): Buffer => Buffer.from(key, 'base64');

const ownerBytes = ({ organizationId, id }: SecretOwner): Buffer => Buffer.from(`${organizationId}:${id}`);

const unreadable = ({ id }: SecretOwner, cause?: unknown): CodedError =>
  new CodedError(
    'secrets/unreadable',
    `The secret of ${id} cannot be read: it was sealed under another ENCRYPTION_KEY. Restore that key, name it in ENCRYPTION_KEY_PREVIOUS, or enter the secret anew.`,
    500,
    { cause },
  );
