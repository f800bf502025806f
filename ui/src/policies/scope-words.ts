import { TYPE_LABELS } from '../board/words.ts';
import type { TaskType } from '../../../domain/task/vocabulary.ts';

/** A version of a policy as the API names it: "PROJECT:mc@3" is the third of "PROJECT:mc". */
interface PolicyVersion {
  readonly scope: string;
  readonly version: number;
}

export function versionNamed(id: string): PolicyVersion {
  const at = id.lastIndexOf('@');
  return { scope: id.slice(0, at), version: Number(id.slice(at + 1)) };
}

export const idOfVersion = ({ scope, version }: PolicyVersion): string => `${scope}@${version}`;

/** For whom a policy holds. @param scope "GLOBAL", "PROJECT:mc", "TASK_TYPE:mc:DOCS", "AGENT:mc:<id>" */
export function scopeInWords(scope: string, agentName: (id: string) => string = () => 'One agent'): string {
  const [kind, , ...rest] = scope.split(':');
  const last = rest.join(':');
  switch (kind) {
    case 'GLOBAL':
      return 'Everywhere';
    case 'PROJECT':
      return 'This project';
    case 'TASK_TYPE':
      return `${TYPE_LABELS[last as TaskType]} tasks`;
    default:
      return agentName(last);
  }
}

/** "This project, version 3", or that nobody had to say it. */
export const versionInWords = ({ scope, version }: PolicyVersion, agentName?: (id: string) => string): string =>
  version === 0 ? 'Built in' : `${scopeInWords(scope, agentName)}, version ${version}`;
