import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolEnvironment } from '@mission-control/executor-host';
import type { TaskSessions } from './sessions.ts';
import type { CostSource } from './usage.ts';

/** The keys of the model's service, whoever hosts it. */
const KEYS = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_CUSTOM_HEADERS',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
];

const PASSED_ON = [
  ...KEYS,
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_MODEL',
  'ANTHROPIC_BEDROCK_BASE_URL',
  'ANTHROPIC_VERTEX_BASE_URL',
  'ANTHROPIC_VERTEX_PROJECT_ID',
  'AWS_REGION',
  'CLOUD_ML_REGION',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_MAX_RETRIES',
  'CLAUDE_CODE_SUBPROCESS_ENV_SCRUB',
];

/** What the CLI tells its commands besides, and none of them needs: how to talk into the session. */
const SESSION_DOOR = ['CLAUDE_CODE_MESSAGING_SOCKET', 'CLAUDE_CODE_MESSAGING_TOKEN'];

const SHORTEST_SECRET = 8;

/** Environment of the CLI: its own keys, a home for this task, and nothing else of the executor's. */
export async function claudeEnvironment(
  own: NodeJS.ProcessEnv,
  { config, home, temporary }: TaskSessions,
): Promise<NodeJS.ProcessEnv> {
  const beforeCommands = join(home, 'before-commands.sh');
  await writeFile(beforeCommands, `unset ${[...KEYS, ...SESSION_DOOR].join(' ')}\n`, { mode: 0o600 });
  return {
    ...toolEnvironment(own, PASSED_ON, home),
    CLAUDE_CONFIG_DIR: config,
    // Its sockets and the output of its commands.
    CLAUDE_CODE_TMPDIR: temporary,
    // Runs in front of each command of the model, and takes the keys out of its environment.
    CLAUDE_ENV_FILE: beforeCommands,
    // What goes on after the result would be lost with the work place.
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
}

/** A subscription has no price per run; a key takes precedence over it. */
export const costSourceOf = (own: NodeJS.ProcessEnv): CostSource =>
  own['CLAUDE_CODE_OAUTH_TOKEN'] && !own['ANTHROPIC_API_KEY'] && !own['ANTHROPIC_AUTH_TOKEN']
    ? 'SUBSCRIPTION'
    : 'ESTIMATED';

/** Takes the keys out of texts that leave the machine. */
export function keyHider(own: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = KEYS.map((name) => own[name] ?? '').filter((value) => value.length >= SHORTEST_SECRET);
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[hidden]'), text);
}
