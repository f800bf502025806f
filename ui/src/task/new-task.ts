import { labelsIn } from '../board/label-text.ts';
import { dollars } from '../../../domain/money.ts';
import { TASK_TYPES, type Priority, type TaskType } from '../../../domain/task/vocabulary.ts';
import type { CreateTaskInput } from '../api/commands.ts';

/** A task as it is being written: every field is what was typed. */
export interface NewTask {
  readonly project: string;
  /** The key of the task that it is part of. */
  readonly parent?: string;
  readonly title: string;
  readonly description: string;
  readonly type: TaskType;
  readonly priority: Priority;
  readonly budget: string;
  readonly labels: string;
  readonly checklist: string;
  readonly repositoryUrl: string;
  readonly baseBranch: string;
  readonly metadata: string;
}

const TYPE_STORED_AS = 'new-task-type';

/** Whoever writes tasks writes several of a kind. */
export const rememberType = (type: TaskType): void => localStorage.setItem(TYPE_STORED_AS, type);

export const EMPTY_DRAFT: NewTask = {
  project: '',
  title: '',
  description: '',
  get type() {
    return TASK_TYPES.find((type) => type === localStorage.getItem(TYPE_STORED_AS)) ?? 'ENGINEERING';
  },
  priority: 3,
  budget: '',
  labels: '',
  checklist: '',
  repositoryUrl: '',
  baseBranch: '',
  metadata: '',
};

export function inputOf(draft: NewTask): CreateTaskInput {
  const { project, parent, description, type, priority, budget, repositoryUrl, baseBranch, metadata } = draft;
  const url = repositoryUrl.trim();
  const branch = baseBranch.trim();
  return {
    project,
    ...(parent !== undefined && { parent }),
    title: draft.title.trim(),
    description,
    type,
    priority,
    source: 'UI',
    labels: [...labelsIn(draft.labels)],
    checklist: linesOf(draft.checklist).map((label) => ({ label, checked: false })),
    ...(budget !== '' && { budgetMicros: dollars(Number(budget)) }),
    ...(url !== '' && { workspace: { repositoryUrl: url, ...(branch !== '' && { baseBranch: branch }) } }),
    ...(metadata.trim() !== '' && { metadata: JSON.parse(metadata) as Record<string, unknown> }),
  };
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*([-*]|\[.?\])*\s*/, '').trim())
    .filter((line) => line !== '');

/** What is wrong with the JSON that was typed. */
export function metadataProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? undefined : 'must be an object: {"name": "value"}';
  } catch (error) {
    return error instanceof Error ? error.message : 'is not JSON';
  }
}
