import { TYPE_LABELS } from '../board/words.ts';
import type { PolicyView } from '../../../operations/schemas/policy.ts';

type Scope = PolicyView['scope'];

/** For whom a policy holds. */
export function scopeInWords(scope: Scope, agentName: (id: string) => string): string {
  switch (scope.kind) {
    case 'GLOBAL':
      return 'Everywhere';
    case 'PROJECT':
      return 'This project';
    case 'TASK_TYPE':
      return `${TYPE_LABELS[scope.taskType]} tasks`;
    case 'AGENT':
      return agentName(scope.agentId);
  }
}
