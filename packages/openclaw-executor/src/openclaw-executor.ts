import { mkdir } from 'node:fs/promises';
import type { ExecutorSurroundings, PreparedExecutor } from '@mission-control/executor-host';
import { runCommand, toolEnvironment } from '@mission-control/executor-host';
import type { OutsideService } from '@mission-control/resilience';
import type { Transport } from './assignment.ts';
import { CallbackReceiver } from './callback-receiver.ts';
import { createCliTransport } from './cli-transport.ts';
import { GatewayError } from './gateway-error.ts';
import { createGatewayTransport, greetGateway } from './gateway-transport.ts';
import { createHookTransport } from './hook-transport.ts';
import { createOpenClawHandler } from './openclaw-handler.ts';
import { createOpenClawService } from './openclaw-service.ts';
import { readOpenClawSettings, type CliSettings, type GatewaySettings, type HookSettings } from './settings.ts';

const VERSION_TIMEOUT_MS = 20_000;

interface Prepared {
  readonly transport: Transport;
  readonly sharesFiles: boolean;
}

/** @throws Error for a wrong setting, a token that is not accepted, a port that is taken, or a missing command */
export async function prepareOpenClaw(surroundings: ExecutorSurroundings): Promise<PreparedExecutor> {
  const { environment, logger } = surroundings;
  const { workDir } = surroundings.settings;
  const settings = readOpenClawSettings(environment);
  const service = createOpenClawService(logger);
  let version: string | undefined;
  const onVersion = (seen: string) => void (version = seen);
  await mkdir(workDir, { recursive: true });
  const { transport, sharesFiles } = await transportOf(settings, surroundings, service, onVersion);
  return {
    handler: createOpenClawHandler({ transport, agentId: settings.agentId, sharesFiles, workDir, environment, logger }),
    describe: () => ({ tool: { name: 'openclaw', ...(version && { version }) }, circuits: [service.report()] }),
    reset: (name) => service.resetIfNamed(name),
  };
}

type OnVersion = (version: string) => void;

function transportOf(
  settings: GatewaySettings | HookSettings | CliSettings,
  surroundings: ExecutorSurroundings,
  service: OutsideService,
  onVersion: OnVersion,
): Promise<Prepared> {
  switch (settings.transport) {
    case 'gateway':
      return overGateway(settings, surroundings, service, onVersion);
    case 'hooks':
      return overHooks(settings, surroundings, service);
    case 'cli':
      return overCli(settings, surroundings, service, onVersion);
  }
}

async function overGateway(
  settings: GatewaySettings,
  { signal, logger }: ExecutorSurroundings,
  service: OutsideService,
  onVersion: OnVersion,
): Promise<Prepared> {
  const options = { ...settings, service, onVersion };
  await greetGateway(options, signal).catch((error: unknown) => {
    if (error instanceof GatewayError && error.kind === 'AUTH') throw error;
    logger.warn({ err: error }, 'OpenClaw is not there yet');
  });
  return { transport: createGatewayTransport(options), sharesFiles: isThisMachine(settings.url) };
}

async function overHooks(
  settings: HookSettings,
  { signal }: ExecutorSurroundings,
  service: OutsideService,
): Promise<Prepared> {
  const receiver = await CallbackReceiver.start(settings.callback);
  signal.addEventListener('abort', () => receiver.unref(), { once: true });
  return {
    transport: createHookTransport({ ...settings, service, receiver }),
    sharesFiles: isThisMachine(settings.url),
  };
}

async function overCli(
  { command, agentId }: CliSettings,
  { environment, settings: { workDir } }: ExecutorSurroundings,
  service: OutsideService,
  onVersion: OnVersion,
): Promise<Prepared> {
  const options = {
    cwd: workDir,
    environment: toolEnvironment(environment, [], workDir),
    timeoutMs: VERSION_TIMEOUT_MS,
  };
  const { stdout } = await runCommand([...command, '--version'], options).catch((error: Error) => {
    throw new Error(`${command.join(' ')} cannot be run: ${error.message}`, { cause: error });
  });
  onVersion(/\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown');
  return { transport: createCliTransport({ command, agentId, environment, workDir, service }), sharesFiles: true };
}

const isThisMachine = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
