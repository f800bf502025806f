import type { Transport } from './assignment.ts';
import { GatewayConnection } from './gateway-connection.ts';
import { GatewayRun, type GatewayRunOptions } from './gateway-run.ts';
import { isAborted, resultOf } from './run-result.ts';

/** Work over the gateway's WebSocket: seen live, asked about, stopped when told, and found again after an outage. */
export function createGatewayTransport(options: GatewayRunOptions): Transport {
  return async (assignment) => {
    const envelope = await new GatewayRun(options, assignment, assignment.key).end();
    // Stopped in an earlier lease, by our own shutdown for example: this lease has the work done once more.
    const isStale = envelope.isFound && isAborted(envelope.run);
    if (!isStale) return resultOf(envelope.run);
    const key = `${assignment.key}-${assignment.context.execution.leaseId}`;
    return resultOf((await new GatewayRun(options, assignment, key).end()).run);
  };
}

/** Looks whether the gateway is there and lets us in. */
export async function greetGateway(
  { service, onVersion, ...access }: Omit<GatewayRunOptions, 'agentId'>,
  signal: AbortSignal,
): Promise<void> {
  const connection = await service.call((inner) => GatewayConnection.open(access, () => {}, inner), signal);
  onVersion(connection.hello.server?.version ?? 'unknown');
  connection.close();
}
