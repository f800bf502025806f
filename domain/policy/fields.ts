import type { PolicyField } from './rules.ts';

/** How what a more specific policy says of a field goes together with what a wider one says. */
export type Merging = 'BY_KEY' | 'ADDED' | 'REPLACED';

/** Block lists add up: nobody takes away what a wider policy blocks. */
export const MERGING: Readonly<Record<PolicyField, Merging>> = {
  autonomy: 'BY_KEY',
  toolRisks: 'BY_KEY',
  actionRisks: 'BY_KEY',
  toolsAllowed: 'REPLACED',
  toolsBlocked: 'ADDED',
  shellAllowed: 'REPLACED',
  shellBlocked: 'ADDED',
  readPaths: 'REPLACED',
  writePaths: 'REPLACED',
  pathsBlocked: 'ADDED',
  hostsAllowed: 'REPLACED',
  hostsBlocked: 'ADDED',
  unlisted: 'REPLACED',
  productionTargets: 'ADDED',
  approvals: 'BY_KEY',
  approvalExpiresInMinutes: 'REPLACED',
  approvalEscalatesInMinutes: 'REPLACED',
  completionApproval: 'REPLACED',
  leadsMayComplete: 'REPLACED',
  loops: 'BY_KEY',
  spawn: 'BY_KEY',
};

/** Every field, in the order in which people read them. */
// eslint-disable-next-line typescript/no-unsafe-type-assertion -- the record above has each field once
export const POLICY_FIELDS = Object.keys(MERGING) as readonly PolicyField[];

/** Names an entry of a list or map within all rules: "shellBlocked sudo". */
export const entryKey = (field: PolicyField, entry: string): string => `${field} ${entry}`;
