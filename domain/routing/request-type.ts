import type { RequestType, TaskType } from '../task/vocabulary.ts';

/** What an executor is asked for: ENGINEERING and CODE_CHANGE -> CODE_CHANGE, DOCS -> CONTENT, the others their own name. */
export function requestTypeOf(type: TaskType): RequestType {
  if (type === 'ENGINEERING' || type === 'CODE_CHANGE') return 'CODE_CHANGE';
  return type === 'DOCS' ? 'CONTENT' : type;
}
