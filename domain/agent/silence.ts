import type { ControlStatus } from './status.ts';

interface Watched {
  readonly control: { readonly status: ControlStatus; readonly at: string };
  readonly lastHeartbeatAt?: string;
  readonly heartbeatTimeoutSeconds: number;
}

/**
 * Whether an agent has been silent for too long. One that has never given a sign of life is not expected to, and one
 * that is locked out cannot: its time counts from when it could again.
 * @param now ISO 8601, as are the others.
 * @param letInAt when keys of its project's agents last began to work again.
 */
export function isSilent(
  { control, lastHeartbeatAt, heartbeatTimeoutSeconds }: Watched,
  now: string,
  letInAt = '',
): boolean {
  if (lastHeartbeatAt === undefined || control.status === 'QUARANTINED') return false;
  const [expectedSince = now] = [lastHeartbeatAt, control.at, letInAt].sort().toReversed();
  return Date.parse(now) - Date.parse(expectedSince) > heartbeatTimeoutSeconds * 1000;
}
