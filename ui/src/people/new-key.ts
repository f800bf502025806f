import type { HumanRole } from '../../../domain/actor.ts';
import type { ExecutorType } from '../../../domain/task/vocabulary.ts';
import type { CreateApiKey } from '../../../operations/schemas/api-key.ts';
import type { KeyKind } from './key-words.ts';

export const EXPIRIES = ['30', '90', '365', 'NEVER'] as const;
export type Expiry = (typeof EXPIRIES)[number];
export const EXPIRY_LABELS: Readonly<Record<Expiry, string>> = {
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In a year',
  NEVER: 'Never',
};

/** A key while it is being described. */
export interface NewKey {
  readonly kind: KeyKind;
  readonly name: string;
  /** Separated by spaces or commas. */
  readonly scopes: string;
  readonly expiry: Expiry;
  readonly role: HumanRole;
  /** None is all of them. */
  readonly projects: readonly string[];
  readonly agentId: string;
  readonly executorTypes: readonly ExecutorType[];
}

export const blankKey = (kind: KeyKind, projects: readonly string[] = []): NewKey => ({
  kind,
  name: '',
  scopes: '',
  expiry: '90',
  role: 'VIEWER',
  projects,
  agentId: '',
  executorTypes: [],
});

export const scopesIn = (text: string): string[] => text.split(/[\s,]+/).filter((scope) => scope !== '');

/** What is sent for a description. */
export function keyInput(draft: NewKey): CreateApiKey {
  const common = {
    name: draft.name.trim(),
    scopes: scopesIn(draft.scopes),
    ...(draft.expiry !== 'NEVER' && { expiresInDays: Number(draft.expiry) }),
  };
  const reach = draft.projects.length > 0 ? { projects: [...draft.projects] } : {};
  switch (draft.kind) {
    case 'PERSONAL':
      return { kind: 'PERSONAL', ...common };
    case 'AGENT':
      return { kind: 'AGENT', agentId: draft.agentId, ...common };
    case 'SERVICE':
      return { kind: 'SERVICE', role: draft.role, ...reach, ...common };
    case 'EXECUTOR':
      return { kind: 'EXECUTOR', executorTypes: [...draft.executorTypes], ...reach, ...common };
  }
}
