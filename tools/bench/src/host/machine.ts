import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { findTool, type Tool } from './tools.js';

export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  kernel: string;
  node: string;
  tools: string;
};

const versions: [Tool, string[], RegExp][] = [
  ['wrk', ['-v'], /wrk (?:debian\/)?(\S+)/],
  ['nginx', ['-v'], /nginx\/(\S+)/],
  ['k6', ['version'], /k6(?:\.exe)? v?(\S+)/],
];

/** What the numbers were measured on. */
export function describeMachine(): Machine {
  const tools = versions.flatMap(([tool, args, pattern]) => {
    const path = findTool(tool);
    const version = path && pattern.exec(output(path, args))?.[1];
    return version ? [`${tool} ${version}`] : [];
  });
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    tools: tools.join(', '),
  };
}

/** Some programs print their version to standard error and end with 1. */
function output(command: string, args: string[]): string {
  try {
    return execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1 || true', command, ...args], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
