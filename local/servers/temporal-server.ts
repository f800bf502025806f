import { Connection } from '@temporalio/client';
import { SupervisedProcess } from '../processes/supervised-process.ts';
import { isReachable } from '../reachability.ts';
import type { Server, ServerOptions } from './server.ts';

const HOST = '127.0.0.1';

/**
 * Measured: activities three times as fast and twice the rate on a file database (docs/performance.md). Search attributes
 * go on being read anew each time, as is the development server's own setting: with a cache, tasks of a new installation
 * fail to set them for a minute.
 */
const DYNAMIC_CONFIGURATION = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=1000',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'system.enableActivityEagerExecution=true',
];
const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];

export interface TemporalPorts {
  readonly frontend: number;
  readonly ui: number;
  /** The server insists on a port for its own metrics. */
  readonly metrics: number;
}

/** Temporal's development server with its UI, its data in the file `database`. */
export function createTemporalServer(
  binary: string,
  database: string,
  ports: TemporalPorts,
  options: ServerOptions,
): Server {
  return new SupervisedProcess({
    name: 'temporal',
    command: binary,
    args: [
      ['server', 'start-dev', '--ip', HOST, '--db-filename', database, '--log-level', 'warn'],
      ['--port', String(ports.frontend), '--ui-port', String(ports.ui), '--metrics-port', String(ports.metrics)],
      SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
      DYNAMIC_CONFIGURATION.flatMap((setting) => ['--dynamic-config-value', setting]),
    ].flat(),
    logFile: options.logFile('temporal'),
    pidFile: options.pidFile('temporal'),
    onRestart: options.onRestart,
    isReady: () => servesNamespace(`${HOST}:${ports.frontend}`),
  });
}

/** The port opens before the namespace is known; counting workflows needs both the namespace and the visibility store. */
async function servesNamespace(address: string): Promise<boolean> {
  const [host = HOST, port] = address.split(':');
  if (!(await isReachable(host, Number(port)))) return false;
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}
