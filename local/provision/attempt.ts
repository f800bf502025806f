import { LocalStackError } from '../errors.ts';
import type { Progress } from '../progress.ts';

/** By which step something was found; the order in which they are tried. */
export type Step = 'environment' | 'path' | 'cache' | 'download' | 'build' | 'package';

/** One way to get a thing. */
export interface Attempt<T> {
  readonly step: Step;
  /** Answers undefined when this way leads nowhere; throws when it should have worked. */
  readonly find: () => Promise<T | undefined>;
}

export interface Found<T> {
  readonly step: Step;
  readonly value: T;
}

/** What every search needs to know. */
export interface ProvisionContext {
  readonly environment: NodeJS.ProcessEnv;
  /** Where downloads and builds are kept for later runs. */
  readonly cacheFolder: string;
  readonly progress: Progress;
  /** Ends downloads and builds that are under way. */
  readonly signal?: AbortSignal;
}

/** By which step something was found, for people. */
export function describeStep(step: Step): string {
  const names: Record<Step, string> = {
    environment: 'address in the environment',
    path: 'on PATH',
    cache: 'from the cache',
    download: 'downloaded',
    build: 'built here',
    package: 'installed from a package',
  };
  return names[step];
}

/** The steps that only look; the others fetch or build. */
export const LOOKING_STEPS: readonly Step[] = ['environment', 'path', 'cache'];

/** The first attempt that works. A failed one is noted and the next is tried, except for an address that somebody set. */
export async function firstFound<T>(
  attempts: readonly Attempt<T>[],
  { progress, signal }: Pick<ProvisionContext, 'progress' | 'signal'>,
): Promise<Found<T> | undefined> {
  for (const { step, find } of attempts) {
    signal?.throwIfAborted();
    try {
      const value = await find();
      if (value !== undefined) return { step, value };
    } catch (error) {
      if (step === 'environment') throw error;
      progress.detail(`${step}: ${(error as Error).message}`);
    }
  }
  signal?.throwIfAborted();
  return undefined;
}

/** What can be done when nothing worked. */
export class NotProvisioned extends LocalStackError {
  constructor(what: string, waysOut: { variable: string; binary: string; reasons: readonly string[] }) {
    super(
      [
        `${what} could not be found, downloaded or built.`,
        ...waysOut.reasons.map((reason) => `  - ${reason}`),
        'Three ways out:',
        `  1. set ${waysOut.variable} to a server that runs already,`,
        `  2. install \`${waysOut.binary}\` so that it is on PATH,`,
        '  3. use `docker compose up`.',
        'DEBUG=1 shows what was tried.',
      ].join('\n'),
    );
  }
}
