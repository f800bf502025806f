import { Command } from 'commander';
import { presentExecutors } from '../../local/executors.ts';
import type { Stack } from '../../local/stack.ts';
import { ApiClient } from '../api-client.ts';
import { seedSample } from '../seed.ts';
import { dataOption, jsonOption, portOption } from '../options.ts';

interface UpOptions {
  readonly data: string;
  readonly port?: number;
  readonly json?: boolean;
  readonly telegramStandIn?: boolean;
}

export const upCommand = new Command('up')
  .description('Start everything on this machine and keep it running until Ctrl-C.')
  .addOption(dataOption())
  .addOption(portOption('port of the API and the UI; 0 for any free one (default: 4300 or the next free one)'))
  .option('--telegram-stand-in', 'try the bot out with a stand-in for Telegram on this machine')
  .addOption(jsonOption())
  .action(up);

async function up({ data, port, json = false, telegramStandIn = false }: UpOptions): Promise<void> {
  const interruption = interruptionSignal();
  let stack: Stack;
  try {
    const { startStack } = await import('../../local/stack.ts');
    stack = await startStack({
      dataDir: data,
      preferKnownPorts: true,
      executors: presentExecutors(process.env),
      signal: interruption,
      withTelegramStandIn: telegramStandIn,
      ...(port !== undefined && { port }),
    });
  } catch (error) {
    if (interruption.aborted) return;
    throw error;
  }
  await seedOnFirstStart(stack);
  await announce(stack, json);
  await untilAborted(interruption);
  process.stderr.write('Stopping ...\n');
  await stack.stop();
}

/** A new installation begins with the sample, so that there is something to look at. */
async function seedOnFirstStart({ url, ownerToken }: Stack): Promise<void> {
  const client = new ApiClient({ url, token: ownerToken });
  const { items } = await client.get<{ items: unknown[] }>('/projects');
  if (items.length === 0) await seedSample(client);
}

async function announce(stack: Stack, json: boolean): Promise<void> {
  const { url, ownerToken, temporalAddress, temporalUiUrl, mongodbUri, telegramUrl } = stack;
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ url, ownerToken, temporalAddress, temporalUiUrl, mongodbUri, telegramUrl })}\n`,
    );
    return;
  }
  if (temporalUiUrl !== undefined) process.stderr.write(`Temporal's own UI: ${temporalUiUrl}\n`);
  if (telegramUrl !== undefined) process.stderr.write(`The stand-in for Telegram: ${telegramUrl}\n`);
  const { offerSetup } = await import('../../operations/accounts/setup.ts');
  const setup = await offerSetup(mongodbUri);
  if (setup !== undefined) process.stderr.write(`Set your e-mail address and password, once: ${url}${setup}\n`);
  process.stderr.write('Mission Control is ready (Ctrl-C stops everything):\n');
  process.stdout.write(`${url}/#token=${ownerToken}\n`);
}

/** Aborts at the first Ctrl-C or SIGTERM; later ones change nothing, since everything is already being stopped. */
function interruptionSignal(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
  return interruption.signal;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
