#!/usr/bin/env node
/**
 * Claude Code without a model: speaks the CLI's protocol over standard input and output, as measured with 2.1.330. What it
 * does is named in the prompt, as `fake:MODE`. Sessions are kept in CLAUDE_CONFIG_DIR, with what they have cost.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const TURN_COST = 0.0008;
const MODEL = 'claude-opus-5-5';

if (process.argv.includes('--version')) {
  process.stdout.write('2.1.330 (Claude Code)\n');
  process.exit(0);
}
const text = { type: 'string' };
const flag = { type: 'boolean' };
const options = readArguments();
const sessionId = options.resume ?? options['session-id'] ?? randomUUID();
const sessionFile = join(process.env.CLAUDE_CONFIG_DIR, `${sessionId}.json`);
const session = existsSync(sessionFile) ? JSON.parse(readFileSync(sessionFile, 'utf8')) : undefined;
if (options['session-id'] && session) die(`Error: Session ID ${sessionId} is already in use.`);
const totals = session ?? { cost: 0, input: 0, output: 0 };

/** Answers that are waited for, by request. */
const waiting = new Map();
let hook;
let turns = 0;

const MODES = {
  /** A research task: nothing but a text. */
  async text() {
    return succeed('# Findings\n\nAll is well.');
  },
  /** Asks for everything that is named in the prompt as `tool:{"name":…,"input":…}`, and writes what it may. */
  async tools(prompt) {
    const results = [];
    for (const [, call] of prompt.matchAll(/^tool:(\{.*\})$/gm)) {
      const { name, input } = JSON.parse(call);
      results.push(await useTool(name, input));
    }
    return succeed(results.join('\n'));
  },
  async twice() {
    const id = newToolId();
    const input = { command: 'npm test', description: 'Runs the tests' };
    const first = await askHook(id, 'Bash', input);
    const second = await askPermission(id, 'Bash', input);
    return succeed(`${first.allowed} ${second.allowed}`);
  },
  async permission() {
    const { allowed, updated } = await askPermission(newToolId(), 'Bash', { command: 'npm test' });
    return succeed(`${allowed} ${JSON.stringify(updated)}`);
  },
  async foreign() {
    const { subtype } = await control({ subtype: 'mcp_message', server_name: 'x', message: {} });
    return succeed(`answered with ${subtype}`);
  },
  async environment() {
    return succeed(JSON.stringify(process.env));
  },
  async arguments() {
    return succeed(JSON.stringify({ ...options, cwd: process.cwd() }));
  },
  async key() {
    process.stderr.write(`using ${process.env.ANTHROPIC_API_KEY}\n`);
    say(assistantText(`The key is ${process.env.ANTHROPIC_API_KEY}`));
    return succeed(`The key is ${process.env.ANTHROPIC_API_KEY}`);
  },
  async turns() {
    const limit = Number(options['max-turns']);
    const errors = [`Reached maximum number of turns (${limit})`];
    return finish({ subtype: 'error_max_turns', is_error: true, errors, terminal_reason: 'max_turns' }, 1);
  },
  async budget() {
    const errors = [`Reached maximum budget ($${options['max-budget-usd']})`];
    return finish({ subtype: 'error_max_budget_usd', is_error: true, errors, terminal_reason: 'budget_exhausted' }, 1);
  },
  credit: () => apiError(400, 'Credit balance is too low'),
  badKey: () => apiError(401, 'Invalid API key · Fix external API key'),
  async overloaded() {
    const retry = { attempt: 1, max_retries: 1, retry_delay_ms: 5, error_status: 529, error: 'overloaded' };
    say({ type: 'system', subtype: 'api_retry', ...retry });
    return apiError(529, 'API Error: 529 Overloaded.');
  },
  /** What SIGINT does to the real one. */
  async silent() {
    process.exit(0);
  },
  async crash() {
    process.stderr.write('\u001b[31mSegmentation fault\u001b[0m\u0007\n');
    process.exit(139);
  },
  async badEnd() {
    return succeed('Done', 1);
  },
  async colours() {
    return succeed('\u001b[1mDone\u001b[0m\u0000 and\ttold\n');
  },
  async long() {
    return succeed(`# Findings\n${'x'.repeat(60_000)}`);
  },
  async garbage() {
    process.stdout.write(
      'Warning: something odd\n{"type":\n[]\nnull\n{"type":"news","of":"tomorrow"}\n{"type":"user"}\n',
    );
    return succeed('Read on all the same');
  },
  /** A message that no line reader should keep, and a question in such a line. */
  async huge() {
    say(assistantText('x'.repeat(12 * 1024 * 1024)));
    const content = 'x'.repeat(12 * 1024 * 1024);
    return succeed(await useTool('Write', { file_path: 'huge.txt', content }));
  },
  /** Results hold what was denied, in front of everything that tells what they are. */
  async hugeResult() {
    const permission_denials = [{ tool_name: 'Write', tool_input: { content: 'x'.repeat(12 * 1024 * 1024) } }];
    const { type, ...rest } = resultOf({ subtype: 'success', is_error: false, result: 'Done', permission_denials });
    say({ duration_api_ms: 1, permission_denials, ...rest, type });
    return endWithInput(0);
  },
  async partial() {
    await succeed('Done', undefined);
    process.stdout.write('{"type":"system","subtype":"status","sta', () => process.exit(0));
  },
  /** The result itself has no line end. */
  async unterminated() {
    process.stdout.write(JSON.stringify(resultOf({ subtype: 'success', is_error: false, result: 'Cut short' })), () =>
      process.exit(0),
    );
  },
  /** Never ends by itself, nor when it is asked to; and has a child that would outlive it. */
  async hang(prompt) {
    process.on('SIGTERM', () => {});
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    const [, path] = /pids:(\S+)/.exec(prompt);
    writeFileSync(path, `${process.pid} ${child.pid}`);
    setInterval(() => {}, 1000);
  },
  /** Takes its time, then ends well. */
  async slow(prompt) {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    child.unref();
    const [, path] = /pids:(\S+)/.exec(prompt);
    writeFileSync(path, `${process.pid} ${child.pid}`);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    return succeed('Done in the end');
  },
  /** Uses more than anybody has, and would go on for ever; the second time it is cheap. */
  async expensive(prompt) {
    const [, path] = /pids:(\S+)/.exec(prompt);
    if (existsSync(path)) return succeed('Done for less');
    writeFileSync(path, `${process.pid} ${process.pid}`);
    const message = assistantText('This will take a while');
    message.message.usage.input_tokens = 5_000_000;
    say(message);
    setInterval(() => {}, 1000);
  },
  /** Ends well, and leaves a child behind. */
  async leaves(prompt) {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    child.unref();
    const [, path] = /pids:(\S+)/.exec(prompt);
    writeFileSync(path, `${process.pid} ${child.pid}`);
    return succeed('Done');
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  if (message.type === 'control_request') initialize(message);
  if (message.type === 'control_response') waiting.get(message.response.request_id)?.(message.response);
  if (message.type === 'user') void begin(message.message.content);
});

function initialize({ request_id: requestId, request }) {
  if (request.subtype !== 'initialize') die(`unexpected ${request.subtype}`);
  [hook] = request.hooks.PreToolUse;
  if (options.resume && !session) {
    process.stderr.write(`No conversation found with session ID: ${sessionId}\n`);
    const errors = [`No conversation found with session ID: ${sessionId}`];
    void finish({ subtype: 'error_during_execution', is_error: true, errors, modelUsage: {} }, 1);
    return;
  }
  if (options.model === 'old') {
    say({ type: 'control_response', response: { subtype: 'error', request_id: requestId, error: 'unknown hooks' } });
    return;
  }
  say({
    type: 'control_response',
    response: { subtype: 'success', request_id: requestId, response: { commands: [] } },
  });
}

async function begin(prompt) {
  const start = { cwd: process.cwd(), session_id: sessionId, tools: options.tools.split(','), model: MODEL };
  say({ type: 'system', subtype: 'init', ...start, permissionMode: 'default', claude_code_version: '2.1.330' });
  const [, mode] = /fake:(\w+)/.exec(prompt) ?? [];
  say(assistantText(`Working on it: ${mode}`));
  await MODES[mode](prompt);
}

async function useTool(name, input) {
  const id = newToolId();
  say(assistant([{ type: 'tool_use', id, name, input }]));
  const { allowed, message } = await askHook(id, name, input);
  if (allowed && name === 'Write') writeFileSync(join(process.cwd(), input.file_path), input.content);
  const content = allowed ? `${name} did it` : `PreToolUse:${name} hook error: ${message}`;
  const result = { type: 'tool_result', tool_use_id: id, content, is_error: !allowed };
  say({ type: 'user', message: { role: 'user', content: [result] }, parent_tool_use_id: null, session_id: sessionId });
  return content;
}

const newToolId = () => `toolu_${randomUUID()}`;

/** As the real one, it goes ahead after an error where it was not told to block. */
async function askHook(id, name, input) {
  const common = { session_id: sessionId, cwd: process.cwd(), permission_mode: 'default', tool_use_id: id };
  const asked = { ...common, hook_event_name: 'PreToolUse', tool_name: name, tool_input: input };
  const [callback] = hook.hookCallbackIds;
  const answer = await control({ subtype: 'hook_callback', callback_id: callback, input: asked, tool_use_id: id });
  if (answer.subtype === 'error') return { allowed: hook.onFailure !== 'block', message: 'the host failed' };
  const { permissionDecision, permissionDecisionReason } = answer.response.hookSpecificOutput;
  return { allowed: permissionDecision === 'allow', message: permissionDecisionReason };
}

async function askPermission(id, name, input) {
  const asked = { tool_name: name, display_name: name, input, permission_suggestions: [], tool_use_id: id };
  const { response } = await control({ subtype: 'can_use_tool', ...asked });
  return { allowed: response.behavior === 'allow', updated: response.updatedInput };
}

function control(request) {
  const requestId = randomUUID();
  say({ type: 'control_request', request_id: requestId, request });
  return new Promise((resolve) => waiting.set(requestId, resolve));
}

/** Each part of an answer comes with the same id and counts, as from the real one. */
function assistant(content) {
  turns += 1;
  const usage = { input_tokens: 100, output_tokens: 1, cache_read_input_tokens: 5, cache_creation_input_tokens: 10 };
  const message = { id: `msg_${Math.ceil(turns / 2)}`, role: 'assistant', model: MODEL, content, usage };
  return { type: 'assistant', message, parent_tool_use_id: null, session_id: sessionId };
}

const assistantText = (words) => assistant([{ type: 'text', text: words }]);

const succeed = (result, code = 0) =>
  finish({ subtype: 'success', is_error: false, result, terminal_reason: 'completed' }, code);

const apiError = (status, result) =>
  finish({ subtype: 'success', is_error: true, result, api_error_status: status, terminal_reason: 'api_error' }, 1);

/** The result is there; the real one ends once its input does. Without a code it goes on. */
async function finish(fields, code) {
  say(resultOf(fields));
  if (code !== undefined) endWithInput(code);
}

function endWithInput(code) {
  process.stdin.once('end', () => process.exit(code));
  process.stdin.resume();
}

/** Costs and `modelUsage` are of the whole session, `usage` is of this run. */
function resultOf(fields) {
  totals.cost += TURN_COST;
  totals.input += 100;
  totals.output += 20;
  mkdirSync(process.env.CLAUDE_CONFIG_DIR, { recursive: true });
  writeFileSync(sessionFile, JSON.stringify(totals));
  const usage = { inputTokens: totals.input, outputTokens: totals.output, costUSD: totals.cost };
  const counts = { cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
  return {
    type: 'result',
    session_id: sessionId,
    num_turns: turns,
    total_cost_usd: totals.cost,
    usage: { input_tokens: 100, output_tokens: 20, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    modelUsage: { [MODEL]: { ...usage, ...counts }, 'claude-haiku-5': { inputTokens: 0, outputTokens: 0, costUSD: 0 } },
    permission_denials: [],
    api_error_status: null,
    ...fields,
  };
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function readArguments() {
  const texts = ['output-format', 'input-format', 'permission-prompt-tool', 'setting-sources', 'tools', 'resume'];
  texts.push('session-id', 'model', 'max-turns', 'max-budget-usd');
  const known = {
    print: { ...flag, short: 'p' },
    verbose: flag,
    'strict-mcp-config': flag,
    ...Object.fromEntries(texts.map((name) => [name, text])),
  };
  try {
    const { values } = parseArgs({ options: known });
    if (!values.verbose) die('Error: When using --print, --output-format=stream-json requires --verbose');
    if (values['permission-prompt-tool'] !== 'stdio') die('Error: nobody to ask');
    if (values.model === 'broken') die("error: unknown option '--broken'");
    return values;
  } catch (error) {
    return die(`error: unknown option: ${error.message}`);
  }
}

function die(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
