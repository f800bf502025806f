import { dollars, type MicroDollars } from '../money.ts';
import type { TaskType } from '../task/vocabulary.ts';

const BUDGETS: Readonly<Record<TaskType, MicroDollars>> = {
  CONTENT: dollars(6),
  SOCIAL: dollars(2),
  EMAIL: dollars(4),
  RESEARCH: dollars(5),
  ENGINEERING: dollars(8),
  CODE_CHANGE: dollars(8),
  DOCS: dollars(3),
  OPS: dollars(3),
};

/** What a task of this type may cost when nobody says otherwise. */
export const defaultTaskBudget = (type: TaskType): MicroDollars => BUDGETS[type];
