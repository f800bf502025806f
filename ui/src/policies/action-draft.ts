import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { evaluateSchema } from '../../../operations/schemas/policy.ts';

type ActionInput = NonNullable<(typeof evaluateSchema)['_zod']['input']['action']>;

/** What can be tried out, in the words of people. */
export const TRIES = [
  'SHELL',
  'TOOL',
  'TRANSITION',
  'SUBMIT',
  'SPAWN',
  'START_RUN',
  'GIT_PUSH',
  'PULL_REQUEST',
  'PUBLISH',
  'WEBHOOK',
  'EMAIL',
] as const;
export type Try = (typeof TRIES)[number];

export const TRY_LABELS: Readonly<Record<Try, string>> = {
  SHELL: 'Run a shell command',
  TOOL: 'Use a tool',
  TRANSITION: 'Move the task',
  SUBMIT: 'Hand in work',
  SPAWN: 'Create a sub-task',
  START_RUN: 'Start a run',
  GIT_PUSH: 'Push a branch',
  PULL_REQUEST: 'Open a pull request',
  PUBLISH: 'Publish',
  WEBHOOK: 'Call a webhook',
  EMAIL: 'Send an e-mail',
};

export interface ActionDraft {
  readonly what: Try;
  readonly command: string;
  readonly tool: string;
  /** JSON, as typed. */
  readonly arguments: string;
  readonly to: TaskStatus;
  readonly target: string;
  readonly force: boolean;
}

export const NEW_ACTION: ActionDraft = {
  what: 'SHELL',
  command: '',
  tool: '',
  arguments: '{}',
  to: 'REVIEW',
  target: '',
  force: false,
};

/** What is asked, or what is wrong with it. */
export function actionFrom(draft: ActionDraft): { readonly action: ActionInput } | { readonly problem: string } {
  switch (draft.what) {
    case 'SHELL':
      if (draft.command.trim() === '') return { problem: 'Type a command.' };
      return { action: { kind: 'TOOL_CALL', tool: 'shell', arguments: { command: draft.command } } };
    case 'TOOL':
      return toolCall(draft);
    case 'TRANSITION':
      return { action: { kind: 'TRANSITION', to: draft.to } };
    case 'SUBMIT':
      return { action: { kind: 'SUBMIT' } };
    case 'SPAWN':
      return { action: { kind: 'SPAWN', type: 'ENGINEERING' } };
    case 'START_RUN':
      return { action: { kind: 'START_RUN' } };
    case 'GIT_PUSH':
    case 'PULL_REQUEST':
    case 'PUBLISH':
    case 'WEBHOOK':
    case 'EMAIL': {
      const { what: kind, target, force } = draft;
      return { action: { kind, ...(target.trim() !== '' && { target: target.trim() }), ...(force && { force }) } };
    }
  }
}

function toolCall({ tool, arguments: text }: ActionDraft): ReturnType<typeof actionFrom> {
  if (tool.trim() === '') return { problem: 'Name the tool.' };
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { problem: 'The arguments are an object: {"path": "README.md"}' };
    }
    return { action: { kind: 'TOOL_CALL', tool: tool.trim(), arguments: value as Record<string, unknown> } };
  } catch {
    return { problem: 'The arguments are not JSON.' };
  }
}
