#!/usr/bin/env node
import { runCli } from '../dist/index.js';

process.exit(await runCli(process.argv.slice(2), process.env));
