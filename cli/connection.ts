import { describeDataFolder, loadKeys, openDataFolder, type StackKeys } from '../local/data-folder.ts';
import { LocalStackError } from '../local/errors.ts';
import { readRunningStack, type StackAddresses } from '../local/stack-file.ts';

/** Where Mission Control's API is and the key to use it with. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

/** A local stack that runs now. */
export interface RunningStack {
  readonly addresses: StackAddresses;
  readonly keys: StackKeys;
}

/**
 * MISSION_CONTROL_URL and MISSION_CONTROL_TOKEN when both are set, else the owner's access to the local stack that
 * serves `dataDir`. Throws LocalStackError when there is neither.
 */
export function findConnection(dataDir: string): Connection {
  return connectionFromEnvironment() ?? ownerConnection(requireRunningStack(dataDir));
}

/** The Mission Control that the environment names. */
export function connectionFromEnvironment(): Connection | undefined {
  const { MISSION_CONTROL_URL: url, MISSION_CONTROL_TOKEN: token } = process.env;
  return url && token ? { url: url.replace(/\/+$/, ''), token } : undefined;
}

/** The local stack that serves `dataDir`, if one does. */
export function findRunningStack(dataDir: string): RunningStack | undefined {
  const addresses = readRunningStack(describeDataFolder(dataDir));
  return addresses && { addresses, keys: loadKeys(openDataFolder(dataDir)) };
}

/** The local stack that serves `dataDir`. Throws LocalStackError when none does. */
export function requireRunningStack(dataDir: string): RunningStack {
  const stack = findRunningStack(dataDir);
  if (stack) return stack;
  throw new LocalStackError(
    `No local stack runs on ${describeDataFolder(dataDir).path}. Start one with \`mission-control up\`, name its folder with --data, or set MISSION_CONTROL_URL and MISSION_CONTROL_TOKEN.`,
  );
}

const ownerConnection = ({ addresses, keys }: RunningStack): Connection => ({
  url: addresses.url,
  token: keys.ownerToken,
});
