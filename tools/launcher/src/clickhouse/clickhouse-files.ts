import { createHash } from 'node:crypto';

/** Users of the embedded server. `heliostat` may do everything, `hql` reads one table within its quota. */
export const clickhouseUsers = { app: 'heliostat', hql: 'hql' } as const;

export type UserPasswords = { app: string; hql: string };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * `users.xml`: without it the server would be open to everyone. `default` is the engine's own session, which only
 * starts the listener. The limits of `hql` have a minimum, too, since 0 is no limit. Only hashes of the passwords are on the disk.
 */
export const usersXml = (passwords: UserPasswords, database: string): string => `<clickhouse>
  <profiles>
    <default/>
    <boot/>
    <hql>
      <final>1</final>
      <allow_ddl>0</allow_ddl>
      <allow_introspection_functions>0</allow_introspection_functions>
      <max_execution_time>30</max_execution_time>
      <max_result_rows>300000</max_result_rows>
      <max_memory_usage>2000000000</max_memory_usage>
      <max_concurrent_queries_for_user>8</max_concurrent_queries_for_user>
      <constraints>
        <final><const/></final>
        <allow_ddl><const/></allow_ddl>
        <allow_introspection_functions><const/></allow_introspection_functions>
        <max_execution_time><min>1</min><max>30</max></max_execution_time>
        <max_result_rows><min>1</min><max>300000</max></max_result_rows>
        <max_memory_usage><min>1</min><max>2000000000</max></max_memory_usage>
        <max_concurrent_queries_for_user><min>1</min><max>8</max></max_concurrent_queries_for_user>
      </constraints>
    </hql>
  </profiles>
  <quotas>
    <default><interval><duration>3600</duration><queries>0</queries></interval></default>
    <hql><interval><duration>60</duration><queries>300</queries><execution_time>300</execution_time></interval></hql>
  </quotas>
  <users>
    <default>
      <no_password/><networks><ip>127.0.0.1</ip></networks><profile>boot</profile><quota>default</quota>
      <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
    </default>
    <${clickhouseUsers.app}>
      <password_sha256_hex>${sha256(passwords.app)}</password_sha256_hex><networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </${clickhouseUsers.app}>
    <${clickhouseUsers.hql}>
      <password_sha256_hex>${sha256(passwords.hql)}</password_sha256_hex><networks><ip>127.0.0.1</ip></networks>
      <profile>hql</profile><quota>hql</quota>
      <grants><query>GRANT SELECT ON ${escape(database)}.request_response_rmt</query></grants>
    </${clickhouseUsers.hql}>
  </users>
</clickhouse>
`;

export type ServerFiles = { dir: string; port: number; logFile: string };

/**
 * `config.xml`, with limits for a machine that also runs an editor and a browser: at most 40 % of its memory, small
 * caches. The log is rotated by the engine: 3 files of 10 MB.
 */
export const configXml = ({ dir, port, logFile }: ServerFiles): string => `<clickhouse>
  <path>${escape(dir)}/data/</path>
  <tmp_path>${escape(dir)}/tmp/</tmp_path>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${port}</http_port>
  <user_directories><users_xml><path>${escape(dir)}/users.xml</path></users_xml></user_directories>
  <logger><level>warning</level><log>${escape(logFile)}</log><size>10M</size><count>3</count></logger>
  <max_server_memory_usage_to_ram_ratio>0.4</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>134217728</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <max_concurrent_queries>100</max_concurrent_queries>
  <max_connections>200</max_connections>
  <keep_alive_timeout>30</keep_alive_timeout>
  <backups><allowed_path>${escape(dir)}/backups/</allowed_path></backups>
</clickhouse>
`;
