/** `host` or `host:port`, lower case; a bare host stands for all its ports. */
export type PrivateTarget = { host: string; port?: string };

type Rule = { ALLOW_PRIVATE_TARGETS: boolean; ALLOWED_PRIVATE_TARGETS: readonly PrivateTarget[] };

const defaultPorts: Record<string, string> = { 'http:': '80', 'https:': '443' };

/**
 * Answers whether a URL may lead to a private address: all may under `ALLOW_PRIVATE_TARGETS`, else only the hosts
 * that `ALLOWED_PRIVATE_TARGETS` names (a model server inside the cluster, for example).
 */
export function privateTargetRule(config: Rule): (origin: string) => boolean {
  if (config.ALLOW_PRIVATE_TARGETS) return () => true;
  if (config.ALLOWED_PRIVATE_TARGETS.length === 0) return () => false;
  return (origin) => {
    const { hostname, port, protocol } = new URL(origin);
    return config.ALLOWED_PRIVATE_TARGETS.some(
      (allowed) =>
        allowed.host === hostname &&
        (allowed.port === undefined || allowed.port === (port || defaultPorts[protocol])),
    );
  };
}
