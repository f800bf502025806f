import { configure } from 'safe-stable-stringify';
import type { PolicyAction } from './action.ts';

/** Deeper than anything that is judged: what is deeper than that is denied, so it need not be told apart. */
const stringify = configure({ maximumDepth: 128 });

/** JSON with sorted keys: the same text for the same value, whatever order its keys came in. */
export const canonical = (value: unknown): string => stringify(value) ?? '';

/**
 * The text that an action is told from others by. It is hashed, never stored or shown, since it holds everything that the
 * action holds.
 */
export const canonicalInput = (action: PolicyAction): string => canonical(action);
