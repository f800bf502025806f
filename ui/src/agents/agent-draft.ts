import type { AgentRole } from '../../../domain/actor.ts';
import { UNITS, type Unit } from '../../../domain/budget/amounts.ts';
import { ROLE_LIMITS } from '../../../domain/budget/limits.ts';
import type { ExecutorType, TaskType } from '../../../domain/task/vocabulary.ts';
import type { AgentDetailView, EditAgent } from '../../../operations/schemas/agent.ts';

export const PERIODS = ['perDay', 'perRun'] as const;
type Period = (typeof PERIODS)[number];
/** As typed: dollars, tokens and minutes; empty is what the role gives. */
type LimitTexts = Readonly<Record<Unit, string>>;

/** An agent as its form holds it. */
export interface AgentDraft {
  readonly name: string;
  readonly emoji: string;
  readonly role: AgentRole;
  readonly executor: ExecutorType | undefined;
  readonly allowedTypes: readonly TaskType[];
  /** One in a line. */
  readonly allowedTools: string;
  readonly concurrencyLimit: string;
  readonly heartbeatTimeoutSeconds: string;
  readonly limits: Readonly<Record<Period, LimitTexts>>;
}

/** How many of the smallest unit are one of what people type. */
const SCALE: Readonly<Record<Unit, number>> = { micros: 1_000_000, tokens: 1, seconds: 60 };

export const draftOf = (agent?: AgentDetailView): AgentDraft => ({
  name: agent?.name ?? '',
  emoji: agent?.emoji ?? '',
  role: agent?.role ?? 'SPECIALIST',
  executor: agent?.executor,
  allowedTypes: agent?.allowedTypes ?? [],
  allowedTools: agent?.allowedTools.join('\n') ?? '',
  concurrencyLimit: String(agent?.concurrencyLimit ?? 3),
  heartbeatTimeoutSeconds: String(agent?.heartbeatTimeoutSeconds ?? 300),
  limits: { perDay: textsOf(agent?.ownLimits?.perDay), perRun: textsOf(agent?.ownLimits?.perRun) },
});

/** What the form sends; who registers leaves out what was left empty. */
export const bodyOf = (draft: AgentDraft) => ({
  name: draft.name.trim(),
  ...(draft.emoji.trim() !== '' && { emoji: draft.emoji.trim() }),
  role: draft.role,
  ...(draft.executor && { executor: draft.executor }),
  allowedTypes: [...draft.allowedTypes],
  allowedTools: draft.allowedTools
    .split('\n')
    .map((tool) => tool.trim())
    .filter((tool) => tool !== ''),
  concurrencyLimit: Number(draft.concurrencyLimit),
  heartbeatTimeoutSeconds: Number(draft.heartbeatTimeoutSeconds),
  limits: { perDay: amountsOf(draft.limits.perDay), perRun: amountsOf(draft.limits.perRun) },
});

/** An edit says as well what was taken away. */
export const editOf = (draft: AgentDraft): EditAgent => ({
  ...bodyOf(draft),
  emoji: draft.emoji.trim(),
  executor: draft.executor ?? null,
});

/** What an empty field stands for. */
export const roleLimitText = (role: AgentRole, period: Period, unit: Unit): string =>
  textOf(unit, ROLE_LIMITS[role][period][unit]);

const textsOf = (amounts: { readonly [U in Unit]?: number | undefined } = {}): LimitTexts => ({
  micros: textOf('micros', amounts.micros),
  tokens: textOf('tokens', amounts.tokens),
  seconds: textOf('seconds', amounts.seconds),
});

const textOf = (unit: Unit, amount: number | undefined): string =>
  amount === undefined ? '' : String(amount / SCALE[unit]);

const amountsOf = (texts: LimitTexts): { [U in Unit]?: number } =>
  Object.fromEntries(
    UNITS.filter((unit) => texts[unit].trim() !== '').map((unit) => [
      unit,
      Math.round(Number(texts[unit]) * SCALE[unit]),
    ]),
  );
