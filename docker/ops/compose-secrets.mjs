#!/usr/bin/env node
// The one-shot `secrets` service of compose.yaml: generates what the services share, on the first start, into one
// volume for each of them, so that none sees more than its own.
//
// A value that is given (DATABASE_PASSWORD, …) counts before what the volume holds, and is kept there.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const hex = () => randomBytes(24).toString('hex');
const key = () => randomBytes(32).toString('base64');

const generators = {
  DATABASE_PASSWORD: hex,
  CLICKHOUSE_PASSWORD: hex,
  CLICKHOUSE_HQL_PASSWORD: hex,
  REDIS_PASSWORD: hex,
  S3_ACCESS_KEY: () => `heliostat-${randomBytes(6).toString('hex')}`,
  S3_SECRET_KEY: hex,
  ENCRYPTION_KEY: key,
  BETTER_AUTH_SECRET: key,
};

/**
 * Given values, completed by the kept ones, then by generated ones. ENCRYPTION_KEY_PREVIOUS, for a rotation, is there
 * only where it is given.
 */
export function completeSecrets(kept, given) {
  const secrets = Object.fromEntries(
    Object.entries(generators).map(([name, generate]) => [name, given[name] || kept[name] || generate()]),
  );
  if (given.ENCRYPTION_KEY_PREVIOUS) secrets.ENCRYPTION_KEY_PREVIOUS = given.ENCRYPTION_KEY_PREVIOUS;
  return secrets;
}

/** A file that a shell sources; a quote in a value ends no string. */
export function shellFile(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

/** What `shellFile` wrote. */
export function readShellFile(text) {
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z0-9_]+)='((?:[^']|'\\'')*)'$/gm)].map(([, name, value]) => [
      name,
      value.replaceAll(`'\\''`, "'"),
    ]),
  );
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/**
 * ClickHouse's users: `heliostat`, which may do everything, and `hql`, which tenants' SQL runs as: one table, read
 * only, within limits. `default`, which has no password, is gone. Only hashes of the passwords are written.
 */
export function clickhouseUsers(secrets) {
  const limits = {
    final: 1,
    allow_ddl: 0,
    allow_introspection_functions: 0,
    max_execution_time: 30,
    max_result_rows: 300000,
    max_memory_usage: 2000000000,
    max_concurrent_queries_for_user: 8,
  };
  const each = (write) =>
    Object.entries(limits)
      .map(([name, value]) => `        ${write(name, value)}`)
      .join('\n');
  const constraint = (name, value) =>
    name.startsWith('max_')
      ? `<${name}><min>1</min><max>${value}</max></${name}>`
      : `<${name}><const/></${name}>`;
  const networks = '<networks replace="replace"><ip>::/0</ip></networks>';
  return `<clickhouse>
  <profiles>
    <hql>
${each((name, value) => `<${name}>${value}</${name}>`)}
      <constraints>
${each(constraint)}
      </constraints>
    </hql>
  </profiles>
  <quotas>
    <hql><interval><duration>60</duration><queries>300</queries><execution_time>300</execution_time></interval></hql>
  </quotas>
  <users>
    <default remove="remove"/>
    <heliostat>
      <password_sha256_hex>${sha256(secrets.CLICKHOUSE_PASSWORD)}</password_sha256_hex>
      ${networks}<profile>default</profile><quota>default</quota>
    </heliostat>
    <hql>
      <password_sha256_hex>${sha256(secrets.CLICKHOUSE_HQL_PASSWORD)}</password_sha256_hex>
      ${networks}<profile>hql</profile><quota>hql</quota>
      <grants><query>GRANT SELECT ON heliostat.request_response_rmt</query></grants>
    </hql>
  </users>
</clickhouse>
`;
}

/** The files of every volume, by folder and name. */
export function secretFiles(secrets) {
  return {
    'apps/secrets.env': shellFile(secrets),
    'postgres/password': secrets.DATABASE_PASSWORD,
    'clickhouse/heliostat.xml': clickhouseUsers(secrets),
    // Read by MinIO itself, without a shell.
    'minio/minio.env': `MINIO_ROOT_USER=${secrets.S3_ACCESS_KEY}\nMINIO_ROOT_PASSWORD=${secrets.S3_SECRET_KEY}\n`,
    'valkey/valkey.conf': `requirepass ${secrets.REDIS_PASSWORD}\nappendonly yes\nmaxmemory-policy noeviction\ndir /data\n`,
  };
}

function main(root) {
  const own = join(root, 'apps', 'secrets.env');
  const kept = existsSync(own) ? readShellFile(readFileSync(own, 'utf8')) : {};
  const secrets = completeSecrets(kept, process.env);
  for (const [name, text] of Object.entries(secretFiles(secrets))) {
    const path = join(root, name);
    mkdirSync(join(path, '..'), { recursive: true });
    // Whole or not at all; root without capabilities may not write into a read-only file either.
    rmSync(`${path}.new`, { force: true });
    writeFileSync(`${path}.new`, text);
    // The services run as users of their own; each gets the one volume that is its own.
    chmodSync(`${path}.new`, 0o444);
    renameSync(`${path}.new`, path);
  }
  const made = Object.keys(secrets).filter((name) => !(name in kept));
  console.log(made.length > 0 ? `new: ${made.join(', ')}` : 'all there');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2] ?? '/run/heliostat');
