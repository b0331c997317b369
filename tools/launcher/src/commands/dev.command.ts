import { affectedApps } from '../dev/affected-apps.js';
import { projectsOf, watchSources } from '../dev/source-watcher.js';
import { viteServer } from '../dev/vite-server.js';
import { loadConfig } from '@heliostat/platform';
import { workspaceRoot } from '../supervise/app-process.js';
import { Supervised } from '../supervise/supervised.js';
import { start, type StartOptions } from './start.command.js';

/** `heliostat start --dev`: everything as `start`, the dashboard by Vite, and what changes is built and restarted. */
export async function dev(options: StartOptions): Promise<number> {
  const { progress } = options;
  const root = workspaceRoot();
  let close = () => {};
  try {
    return await start({
      ...options,
      env: { ...options.env, NODE_ENV: options.env.NODE_ENV || 'development' },
      replaceApp: (name, environment) => {
        if (name !== 'web') return undefined;
        const show = (text: string, isError: boolean) => progress.child('web', text, isError);
        const vite = viteServer({ root, env: environment, config: loadConfig(environment), show });
        return new Supervised('web', vite, (message) => progress.warn(message));
      },
      afterStart: async (launch) => {
        close = await watchSources({
          root,
          projects: await projectsOf(root),
          ignore: (project, file) => project === 'apps/web' && file.startsWith('client/'),
          onError: (message) => progress.warn(message),
          onBuilt: ({ project, files }) => {
            const apps = affectedApps(project);
            const what =
              files.length === 1 ? `${project}/src/${files[0]}` : `${files.length} files of ${project}`;
            progress.note(`${what} built${apps.length > 0 ? `; restarting ${apps.join(', ')}` : ''}`);
            for (const name of apps) void launch.apps.get(name)?.restart();
          },
        });
        progress.note('watching the sources; changes of tools/launcher need a new start');
      },
    });
  } finally {
    close();
  }
}
