import { fileURLToPath } from 'node:url';
import { freePorts } from '../host/ports.js';
import { ManagedProcess } from '../process/managed-process.js';

export type SimulatorProcess = { url: string; process: ManagedProcess };

/** The provider simulator as a process of its own; it records nothing. */
export async function startSimulator(cores: string): Promise<SimulatorProcess> {
  const [port] = await freePorts(1);
  const index = fileURLToPath(import.meta.resolve('@heliostat/simulator'));
  const child = ManagedProcess.start({
    name: 'simulator',
    command: process.execPath,
    args: [index.replace(/index\.js$/, 'main.js'), '--port', String(port), '--record', '0'],
    cores,
  });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(`${url}/v1/models`);
  return { url, process: child };
}
