import type { AppName } from '../commands/launch.js';

/** Apps that run this project's built code; web is served from its sources. */
export function affectedApps(project: string): AppName[] {
  const servers: AppName[] = ['proxy', 'jawn', 'worker'];
  if (project.startsWith('libs/')) return servers;
  return servers.filter((app) => project === `apps/${app}`);
}
