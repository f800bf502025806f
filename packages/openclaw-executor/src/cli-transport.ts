import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTool, tailOf, toolEnvironment, type ToolEnd } from '@mission-control/executor-host';
import type { OutsideService } from '@mission-control/resilience';
import type { Assignment, Transport } from './assignment.ts';
import { GatewayError } from './gateway-error.ts';
import { resultOf, type RunEnvelope } from './run-result.ts';

const MAX_OUTPUT_CHARACTERS = 16 * 1024 * 1024;
const MAX_ERROR_CHARACTERS = 2000;
/** OpenClaw ends its run by itself; what does not is stopped this much later. */
const MARGIN_MS = 15_000;
/** What the command line tool may know of our environment: where its gateway is, and its key. */
const PASSED_ON = [
  'OPENCLAW_GATEWAY_URL',
  'OPENCLAW_GATEWAY_PORT',
  'OPENCLAW_GATEWAY_TOKEN',
  'OPENCLAW_CONFIG_PATH',
  'OPENCLAW_STATE_DIR',
];
/** The tool says so before anything has been handed over. */
const NOT_REACHED = /not reachable|ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/;
const NOT_LET_IN = /unauthorized|token mismatch|AUTH_|pairing required/i;

export interface CliTransportOptions {
  /** Program and first arguments. */
  readonly command: readonly string[];
  readonly agentId: string;
  /** The executor's own; the tool gets a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly workDir: string;
  readonly service: OutsideService;
}

interface CliFailure {
  readonly ok?: boolean;
  readonly runId?: string;
  readonly origin?: string;
  readonly error?: { readonly message?: string };
}

/** Work through the `openclaw agent` command: one process a run, stopped with it. */
export function createCliTransport(options: CliTransportOptions): Transport {
  const { service, workDir } = options;
  return async (assignment) => {
    const folder = await mkdtemp(join(workDir, 'openclaw-'));
    try {
      const envelope = await service.call(() => runOnce(options, assignment, folder), assignment.signal);
      return resultOf(envelope);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  };
}

async function runOnce(
  { command, agentId, environment }: CliTransportOptions,
  { prompt, sessionKey, timeoutSeconds, signal, context }: Assignment,
  folder: string,
): Promise<RunEnvelope> {
  const message = join(folder, 'message.md');
  await writeFile(message, prompt, { mode: 0o600 });
  const asked = ['agent', '--agent', agentId, '--session-key', sessionKey, '--message-file', message];
  let output = '';
  const tool = startTool([...command, ...asked, '--json', '--timeout', String(timeoutSeconds)], {
    cwd: folder,
    environment: toolEnvironment(environment, PASSED_ON, folder),
    signal,
    timeoutMs: timeoutSeconds * 1000 + MARGIN_MS,
    onLine: (line) => {
      if (output.length < MAX_OUTPUT_CHARACTERS) output += `${line}\n`;
    },
    onErrorOutput: context.log,
  });
  tool.endInput();
  const end = await tool.end.catch((error: unknown) => cannotStart(command, signal, error));
  return envelopeOf(output, end);
}

/** Told by what it printed, and by its exit code where that is not JSON. */
function envelopeOf(output: string, end: ToolEnd): RunEnvelope {
  const answer = parsed(output);
  if (end.timedOut) throw new GatewayError('TIMEOUT', 'The openclaw command was stopped at the time limit');
  if (!answer) {
    const tail = tailOf(`${output}\n${end.errorOutput}`.trim(), MAX_ERROR_CHARACTERS);
    const kind = end.exitCode === 2 ? 'TIMEOUT' : 'FAILED';
    throw new GatewayError(kind, `The openclaw command ended with ${exitOf(end)} and no result: ${tail}`);
  }
  if (answer.ok === false && answer.error) throw failureOf(answer);
  return end.exitCode === 0
    ? answer
    : { ...answer, status: answer.status === 'ok' ? 'error' : (answer.status ?? 'error') };
}

/** With a run id the gateway had taken the work: what became of it nobody can tell from here. */
function failureOf({ runId, origin, error }: CliFailure): GatewayError {
  const text = `openclaw: ${error?.message ?? 'no reason given'}`;
  if (runId && origin === 'gateway') return new GatewayError('UNCLEAR', `${text} (run ${runId} had begun)`);
  if (error?.message && NOT_REACHED.test(error.message)) return new GatewayError('UNREACHABLE', text);
  if (error?.message && NOT_LET_IN.test(error.message)) return new GatewayError('AUTH', text);
  return new GatewayError('REFUSED', text);
}

function cannotStart(command: readonly string[], signal: AbortSignal, error: unknown): never {
  signal.throwIfAborted();
  const reason = error instanceof Error ? error.message : String(error);
  throw new GatewayError('REFUSED', `${command.join(' ')} cannot be run: ${reason}`, { cause: error });
}

/** The JSON document in what was printed, which warnings may stand before. */
function parsed(output: string): (RunEnvelope & CliFailure) | undefined {
  const start = output.search(/^\{/m);
  if (start < 0) return undefined;
  try {
    return JSON.parse(output.slice(start)) as RunEnvelope & CliFailure;
  } catch {
    return undefined;
  }
}

const exitOf = ({ exitCode }: ToolEnd): string => (exitCode === undefined ? 'a signal' : `exit code ${exitCode}`);
