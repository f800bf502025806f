#!/usr/bin/env node
import { runExecutorProcess } from '@mission-control/executor-host';
import { readClaudeSettings } from './claude-command.ts';
import { createClaudeHandler } from './claude-handler.ts';
import { findVersion } from './claude-version.ts';
import { forgetOldSessions } from './sessions.ts';

await runExecutorProcess({
  type: 'claude-code',
  types: ['CLAUDE_CODE'],
  version: '0.1.0',
  prepare: async ({ settings: { workDir }, environment, logger, signal }) => {
    const settings = readClaudeSettings(environment);
    const version = await findVersion(settings.program, environment, signal);
    await forgetOldSessions(workDir, new Date());
    return {
      handler: createClaudeHandler({ workDir, environment, settings, logger }),
      describe: () => ({ tool: { name: 'claude', version } }),
    };
  },
});
