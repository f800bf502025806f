import { resolve } from 'node:path';

/** Those that a policy can judge; the others schedule work, ask people at a terminal, or load more tools. */
const TOOLS = 'Bash,Edit,Glob,Grep,NotebookEdit,Read,Task,WebFetch,WebSearch,Write';

/** The program, and how it works. */
export interface ClaudeSettings {
  /** CLAUDE_BIN: a name on the PATH, or a path. */
  readonly program: string;
  /** CLAUDE_MODEL: an alias like "sonnet", or a full name; the CLI's own choice where it is left out. */
  readonly model?: string;
  /** CLAUDE_MAX_TURNS: how often the model may answer in one execution. */
  readonly maxTurns: number;
}

export interface RunOptions {
  /** UUID. */
  readonly sessionId: string;
  /** Goes on with that session instead of beginning it. */
  readonly resumes: boolean;
  /** Millionths of a dollar; 0 sets no limit. */
  readonly maxCostMicros: number;
}

/** The CLI with its arguments: no terminal, no settings of anybody, every permission asked of us. */
export function claudeCommand(
  { program, model, maxTurns }: ClaudeSettings,
  { sessionId, resumes, maxCostMicros }: RunOptions,
): readonly string[] {
  return [
    program,
    '-p',
    '--verbose',
    '--strict-mcp-config',
    '--output-format=stream-json',
    '--input-format=stream-json',
    '--permission-prompt-tool=stdio',
    '--setting-sources=',
    `--tools=${TOOLS}`,
    resumes ? `--resume=${sessionId}` : `--session-id=${sessionId}`,
    `--max-turns=${maxTurns}`,
    ...(maxCostMicros > 0 ? [`--max-budget-usd=${maxCostMicros / 1_000_000}`] : []),
    ...(model === undefined ? [] : [`--model=${model}`]),
  ];
}

const DEFAULT_MAX_TURNS = 100;
const MOST_TURNS = 10_000;

/** @throws Error naming the variable that is wrong. */
export function readClaudeSettings(environment: NodeJS.ProcessEnv): ClaudeSettings {
  const program = environment['CLAUDE_BIN'] || 'claude';
  const model = environment['CLAUDE_MODEL'];
  return {
    // It starts in another folder each time.
    program: program.includes('/') ? resolve(program) : program,
    ...(model && { model }),
    maxTurns: turnsOf(environment['CLAUDE_MAX_TURNS']),
  };
}

function turnsOf(value: string | undefined): number {
  if (!value) return DEFAULT_MAX_TURNS;
  const turns = Number(value);
  if (Number.isInteger(turns) && turns >= 1 && turns <= MOST_TURNS) return turns;
  throw new Error(`CLAUDE_MAX_TURNS must be a whole number from 1 to ${MOST_TURNS}, not ${JSON.stringify(value)}`);
}
