// The `openclaw` command as far as the executor uses it. FAKE_MODE comes with the title of the task: "mode: timeout".
import { readFileSync } from 'node:fs';

const [command, ...parameters] = process.argv.slice(2);
if (command === '--version') {
  process.stdout.write('OpenClaw 2026.9.6 (eb377ac)\n');
  process.exit(0);
}
const option = (name) => parameters[parameters.indexOf(name) + 1];
const message = readFileSync(option('--message-file'), 'utf8');
const mode = /mode: (\w+)/.exec(message)?.[1];
const print = (value, code) => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
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
    process.stderr.write('timed out\n');
    process.exitCode = 2;
    break;
  case 'garbage':
    process.stdout.write('Segmentation fault\n');
    process.exitCode = 1;
    break;
  case 'hang':
    process.stderr.write(`pid ${process.pid}\n`);
    setInterval(() => {}, 1000);
    break;
  default:
    process.stdout.write('Config warning: something harmless\n');
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
