import type { ChecklistItem, WorkPlan } from '../task/state.ts';

export type SizeClass = 'SMALL' | 'MEDIUM' | 'LARGE';

export const PATTERN_KINDS = ['LABEL', 'WORD', 'SIZE'] as const;
type PatternKind = (typeof PATTERN_KINDS)[number];

/** Something that tasks have in common. */
export interface Pattern {
  readonly kind: PatternKind;
  readonly value: string;
}

/** What is looked at for patterns. */
export interface Patterned {
  readonly title: string;
  readonly labels: readonly string[];
  readonly size: SizeClass;
}

/** Of a title, the first so many words that say something. */
const MOST_WORDS = 8;
const LEAST_LETTERS = 4;
const SAY_NOTHING = new Set(
  'about after again also because before being between could does doing done each from have into just make more must need only other over same should some such task than that their them then there these they this those through under until very what when where which while will with would your'.split(
    ' ',
  ),
);

const SMALL_MINUTES = 60;
const MEDIUM_MINUTES = 240;
const SMALL_CHARACTERS = 400;
const MEDIUM_CHARACTERS = 1_600;

/** How much work a task is, by its estimate; without one, by how much there is to read and to check. */
export function sizeOf(task: {
  readonly description: string;
  readonly checklist: readonly ChecklistItem[];
  readonly workPlan?: Pick<WorkPlan, 'estimatedMinutes'>;
}): SizeClass {
  const minutes = task.workPlan?.estimatedMinutes;
  if (minutes !== undefined) return classOf(minutes, SMALL_MINUTES, MEDIUM_MINUTES);
  const characters = task.checklist.reduce((sum, { label }) => sum + label.length, task.description.length);
  return classOf(characters, SMALL_CHARACTERS, MEDIUM_CHARACTERS);
}

const classOf = (amount: number, small: number, medium: number): SizeClass => {
  if (amount <= small) return 'SMALL';
  return amount <= medium ? 'MEDIUM' : 'LARGE';
};

/** Each pattern once. */
export const patternsOf = ({ title, labels, size }: Patterned): readonly Pattern[] => [
  ...[...new Set(labels)].map((value) => ({ kind: 'LABEL' as const, value })),
  ...wordsOf(title).map((value) => ({ kind: 'WORD' as const, value })),
  { kind: 'SIZE' as const, value: size },
];

function wordsOf(title: string): readonly string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => word.length >= LEAST_LETTERS && !SAY_NOTHING.has(word));
  return [...new Set(telling)].slice(0, MOST_WORDS);
}

/** "label api", "“refactor” in the title", "small size" */
export function patternInWords({ kind, value }: Pattern): string {
  if (kind === 'LABEL') return `label ${value}`;
  return kind === 'WORD' ? `“${value}” in the title` : `${value.toLowerCase()} size`;
}
