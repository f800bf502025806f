#!/usr/bin/env node
import { runExecutorProcess } from '@mission-control/executor-host';
import { prepareOpenClaw } from './openclaw-executor.ts';

await runExecutorProcess({
  type: 'openclaw',
  types: ['OPENCLAW_AGENT'],
  version: '0.1.0',
  prepare: prepareOpenClaw,
});
