import type { DecisionKind } from '../../decision.ts';

/** A command and what has to become of it under the built-in rules, with unlisted commands left to a person. */
export type Case = readonly [command: string, expected: DecisionKind | 'NOT_ALLOW', why?: string];
