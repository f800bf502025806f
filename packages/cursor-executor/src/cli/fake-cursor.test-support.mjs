#!/usr/bin/env node
/**
 * Speaks as Cursor's command line tool does: flags, stream-json, permissions, chats by folder, failure on standard error.
 * What it does is chosen by the name of the model. It notes how it was called in its home.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const parameters = process.argv.slice(2);
if (parameters[0] === '--version') {
  process.stdout.write('2026.09.10-fd3934a\n');
  process.exit(0);
}
const valueOf = (flag) => (parameters.includes(flag) ? parameters[parameters.indexOf(flag) + 1] : undefined);
const home = process.env.HOME;
const workspace = valueOf('--workspace');
const mode = valueOf('--model') ?? 'change';
const wanted = valueOf('--resume');

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const fail = (text, code = 1) => {
  process.stderr.write(`${text}\n`);
  process.exit(code);
};
if (valueOf('--output-format') !== 'stream-json') fail('unknown output format');
if (!parameters.includes('-p') || !parameters.includes('--trust')) fail('not headless');

const project = join(workspace, '.cursor', 'cli.json');
const call = {
  parameters,
  prompt: parameters.at(-1),
  environment: process.env,
  permissions: JSON.parse(readFileSync(join(home, '.cursor', 'cli-config.json'), 'utf8')).permissions,
  project: existsSync(project) ? JSON.parse(readFileSync(project, 'utf8')) : undefined,
};
appendFileSync(join(home, 'calls.jsonl'), `${JSON.stringify(call)}\n`);

const chats = join(home, '.cursor', 'chats', createHash('md5').update(realpathSync(workspace)).digest('hex'));
const isThere = wanted !== undefined && existsSync(join(chats, wanted));
if (wanted !== undefined && mode === 'forgetful-loud') fail(`Chat ${wanted} not found`);
const chat = isThere && mode !== 'forgetful' ? wanted : randomUUID();
mkdirSync(join(chats, chat), { recursive: true });

const start = () =>
  say({
    type: 'system',
    subtype: 'init',
    apiKeySource: 'env',
    cwd: workspace,
    session_id: chat,
    model: 'Fake 1',
    permissionMode: 'default',
  });
const speak = (text) =>
  say({ type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text }] }, session_id: chat });
const use = (tool) => {
  const ids = { call_id: randomUUID(), session_id: chat };
  say({ type: 'tool_call', subtype: 'started', tool_call: tool, ...ids });
  say({ type: 'tool_call', subtype: 'completed', tool_call: tool, ...ids });
};
const end = (text, fields = {}) =>
  say({
    type: 'result',
    subtype: 'success',
    duration_ms: 1234,
    duration_api_ms: 1000,
    is_error: false,
    result: text,
    session_id: chat,
    request_id: randomUUID(),
    ...fields,
  });
const write = (path, text) => {
  writeFileSync(join(workspace, path), text);
  use({ writeToolCall: { args: { path, fileText: text } } });
};

switch (mode) {
  case 'auth':
    fail("Error: Not logged in. Run 'agent login' or set CURSOR_API_KEY.");
    break;
  case 'down':
    start();
    speak('Let me see.');
    fail('ConnectError: [unavailable] upstream connect error');
    break;
  case 'error-result':
    start();
    end('The model gave up', { is_error: true, subtype: 'error' });
    break;
  case 'silent':
    start();
    break;
  case 'talk':
    start();
    speak('# Queues\n\nUse the simple one.');
    end('# Queues\n\nUse the simple one.');
    break;
  case 'odd-lines':
    process.stdout.write('not json\n{"type":"thinking","text":"hm"}\n[1,2]\n{"type":"tool_call"}\nnull\n');
    start();
    use({ function: { name: 'mcp_lookup', arguments: '{"key":"a"}' } });
    // No line end: the tool was in a hurry.
    process.stdout.write(JSON.stringify({ type: 'result', is_error: false, result: 'Looked it up' }));
    break;
  case 'tokens':
    start();
    end('Done', { usage: { inputTokens: 1200, outputTokens: 34, cacheReadTokens: 5600, cacheWriteTokens: 7 } });
    break;
  case 'leak':
    start();
    speak(`The key is ${process.env.CURSOR_API_KEY}`);
    end(`The key is ${process.env.CURSOR_API_KEY}`);
    break;
  case 'hang': {
    process.on('SIGTERM', () => {});
    const child = spawn('sleep', ['600'], { stdio: 'inherit' });
    start();
    writeFileSync(join(home, 'pids'), `${process.pid} ${child.pid}`);
    setInterval(() => {}, 1000);
    break;
  }
  default:
    start();
    speak(isThere ? 'Changing it as asked.' : 'I will add a file.');
    use({ shellToolCall: { args: { command: 'npm test' } } });
    write('notes.md', `${isThere ? 'second' : 'first'} version\n`);
    end('Added notes.md');
}
