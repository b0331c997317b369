// What the container runs: `heliostat`, after a look at settings that mean something else in the original.
import { withoutOriginalSettings } from './original-settings.mjs';

const { env, notes } = withoutOriginalSettings(process.env);
for (const note of notes) console.log(note);
for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
await import('/app/tools/launcher/bin/heliostat.mjs');
