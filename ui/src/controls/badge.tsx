import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  neutral: 'bg-sunken text-ink-soft',
  accent: 'bg-accent-soft text-accent-text',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  violet: 'bg-violet-soft text-violet',
  teal: 'bg-teal-soft text-teal',
} as const;

export type Tone = keyof typeof TONES;

interface BadgeProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}

export const Badge = ({ tone = 'neutral', title, children }: BadgeProps) => (
  <span
    title={title}
    className={classNames(
      'inline-flex max-w-full items-center gap-1 rounded px-1.5 py-px text-xs leading-[1.15rem] font-medium',
      TONES[tone],
    )}
  >
    {children}
  </span>
);
