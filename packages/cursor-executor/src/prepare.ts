import type { ExecutorSurroundings, PreparedExecutor } from '@mission-control/executor-host';
import { toolEnvironment } from '@mission-control/executor-host';
import { createCliHandler } from './cli/cli-handler.ts';
import { findCli, type CursorCli } from './cli/find-cli.ts';
import { CloudApi } from './cloud/cloud-api.ts';
import { createCloudHandler } from './cloud/cloud-handler.ts';
import { createCloudService } from './cloud/cloud-service.ts';
import { WakeUps } from './cloud/wake-ups.ts';
import { startWebhookReceiver } from './cloud/webhook-receiver.ts';
import { readCursorSettings, type CursorSettings } from './cursor-settings.ts';
import { Identity } from './identity.ts';
import { forgetOldTasks } from './task-memory.ts';

/**
 * Decides between the command line tool and the cloud.
 *
 * @throws Error saying what is missing on this machine
 */
export async function prepare(surroundings: ExecutorSurroundings): Promise<PreparedExecutor> {
  const { settings, environment, signal } = surroundings;
  const cursor = readCursorSettings(environment);
  await forgetOldTasks(settings.workDir, Date.now());
  if (cursor.mode === 'cloud') return prepareCloud(surroundings, cursor);
  const cli = await findCli(toolEnvironment(environment, [], settings.workDir), cursor.program, signal);
  if (cli) return prepareCli(surroundings, cursor, cli);
  if (cursor.mode === undefined && cursor.program === undefined) return prepareCloud(surroundings, cursor);
  const looked = cursor.program === undefined ? 'cursor-agent and agent on PATH' : cursor.program;
  throw new Error(`Cursor's command line tool was not found (${looked}): install it, or set CURSOR_MODE=cloud`);
}

function prepareCli(
  { settings: { apiKey, workDir }, environment, logger }: ExecutorSurroundings,
  settings: CursorSettings,
  { program, version }: CursorCli,
): PreparedExecutor {
  const identity = new Identity(apiKey);
  logger.info({ program, version, sandbox: settings.sandbox }, "works with Cursor's command line tool");
  return {
    handler: createCliHandler({ program, settings, identity, workDir, environment, logger }),
    describe: () => ({ tool: { name: 'cursor-agent', version } }),
  };
}

async function prepareCloud(
  { settings: { apiKey, workDir }, environment, logger, signal }: ExecutorSurroundings,
  settings: CursorSettings,
): Promise<PreparedExecutor> {
  const service = createCloudService(logger);
  const api = new CloudApi({ baseUrl: settings.apiUrl, apiKey: settings.apiKey, service });
  const wakeUps = new WakeUps();
  if (settings.webhook) {
    const receiver = await startWebhookReceiver(settings.webhook, wakeUps);
    signal.addEventListener('abort', () => void receiver.close(), { once: true });
    logger.info({ url: receiver.url }, 'takes webhooks of Cursor');
  }
  const identity = new Identity(apiKey);
  logger.info({ url: settings.apiUrl }, "works with Cursor's cloud agents");
  return {
    handler: createCloudHandler({ api, wakeUps, settings, identity, workDir, environment, logger }),
    describe: () => ({ tool: { name: 'cursor-cloud' }, circuits: [service.report()] }),
    reset: (name) => service.resetIfNamed(name),
  };
}
