#!/usr/bin/env node
import { runExecutorProcess } from '@mission-control/executor-host';
import { createCodemodHandler } from './codemod-handler.ts';
import { renameInWorker } from './rename/rename-in-worker.ts';

await runExecutorProcess({
  type: 'codemod',
  types: ['CODEMOD'],
  version: '0.1.0',
  prepare: ({ settings: { workDir }, environment, logger }) => ({
    handler: createCodemodHandler({ workDir, environment, rename: renameInWorker, logger }),
  }),
});
