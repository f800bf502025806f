import { MISSION_CONTROL, type Actor } from '../domain/actor.ts';
import type { ExecutorType } from '../domain/task/vocabulary.ts';
import type { Access } from './authorization/access.ts';

/** What every caller with a stored credential has. */
interface Credentialed {
  /** Who acts. A person's role is the one in the project at hand: `authorize` answers with it. */
  readonly actor: Actor;
  /** Operations, or first parts of their names, that the key is limited to; empty means no limit. */
  readonly scopes: readonly string[];
  /** Where they say what they say, if not here: "telegram:<chat>:<message>". */
  readonly via?: string;
}

/** Who asks, as established from the credential. */
export type Caller =
  | (Credentialed & { readonly kind: 'PERSON'; readonly access: Access })
  | (Credentialed & { readonly kind: 'SERVICE'; readonly access: Access })
  | (Credentialed & { readonly kind: 'AGENT'; readonly agentId: string; readonly projectId: string })
  | (Credentialed & {
      readonly kind: 'EXECUTOR';
      readonly executorTypes: readonly ExecutorType[];
      /** Projects whose work it may claim; undefined means all. */
      readonly projects: readonly string[] | undefined;
    })
  | (Credentialed & { readonly kind: 'EXECUTION'; readonly executionId: string; readonly leaseId: string });

export type CallerKind = Caller['kind'];
export type CallerOf<Kind extends CallerKind> = Extract<Caller, { kind: Kind }>;

/** Mission Control itself: reads what it tells people. */
export const SYSTEM_CALLER: CallerOf<'SERVICE'> = {
  kind: 'SERVICE',
  actor: MISSION_CONTROL,
  access: { isInstallationAdmin: true, projects: {} },
  scopes: [],
};
