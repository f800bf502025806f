// The `openclaw` command as far as the executor uses it. FAKE_MODE comes with the title of the task: "mode: timeout".
import { readFileSync } from 'node:fs';

const [command, ...parameters] = process.argv.slice(2);
if (command === '--version') {
  console.log('OpenClaw 2026.9.6 (eb377ac)');
  process.exit(0);
}
const option = (name) => parameters[parameters.indexOf(name) + 1];
const message = readFileSync(option('--message-file'), 'utf8');
const mode = /mode: (\w+)/.exec(message)?.[1];
const print = (value, code) => {
  console.log(JSON.stringify(value, null, 2));
  process.exitCode = code;
};
const failure = (text, more = {}) => print({ ok: false, error: { type: 'cli_error', message: text }, ...more }, 1);

switch (mode) {
  case 'timeout':
    print(
      {
        runId: 'r',
        status: 'timeout',
        summary: 'aborted',
        timeoutPhase: 'provider',
        providerStarted: true,
        result: {
          payloads: [{ text: 'Request timed out', isError: true }],
          meta: { error: { kind: 'incomplete_turn', message: 'incomplete' } },
        },
      },
      1,
    );
    break;
  case 'unreachable':
    failure('Gateway not reachable at ws://127.0.0.1:18799 (ECONNREFUSED)');
    break;
  case 'unknown':
    failure('Unknown agent id "nope"');
    break;
  case 'lost':
    failure('gateway closed (1006)', { runId: 'r', origin: 'gateway' });
    break;
  case 'exit2':
    console.error('timed out');
    process.exitCode = 2;
    break;
  case 'garbage':
    console.log('Segmentation fault');
    process.exitCode = 1;
    break;
  case 'hang':
    console.error(`pid ${process.pid}`);
    setInterval(() => {}, 1000);
    break;
  default:
    console.log('Config warning: something harmless');
    print(
      {
        runId: 'r',
        status: 'ok',
        summary: 'completed',
        result: {
          payloads: [
            {
              text: `# Haiku\n\n${JSON.stringify({ session: option('--session-key'), timeout: option('--timeout'), env: process.env })}`,
              mediaUrl: null,
            },
          ],
          meta: { agentMeta: { model: 'm1', usage: { input: 3, output: 4, cost: { total: 0.5 } }, costUsd: 0.5 } },
        },
      },
      0,
    );
}
