import type { AgentRole, AgentStatus } from '../actor.ts';
import type { Likeness } from '../learning/record.ts';
import type { TaskType } from '../task/vocabulary.ts';
import { exclusionsOf } from './exclusions.ts';

/** An agent of the task's project, with what assigning depends on. */
export interface AssignmentCandidate {
  readonly id: string;
  readonly name: string;
  readonly role: AgentRole;
  readonly status: AgentStatus;
  /** Empty means every type. */
  readonly allowedTypes: readonly TaskType[];
  readonly openTasks: number;
  readonly concurrencyLimit: number;
  /** Something is left of today's budget. */
  readonly budgetLeft: boolean;
  readonly lastHeartbeatAt?: string;
  /** How its tasks like this one went; undefined when there are fewer than 3 of them. */
  readonly learned?: Likeness;
}

interface ScorePart {
  /** 0 to 1. */
  readonly score: number;
  readonly weight: number;
  /** In words. */
  readonly reason: string;
}

type ScorePartName = 'skill' | 'availability' | 'workload' | 'performance' | 'role';

interface Recommendation {
  readonly id: string;
  readonly name: string;
  /** 0 to 1: the weighted sum of the parts. */
  readonly score: number;
  readonly parts: Readonly<Record<ScorePartName, ScorePart>>;
}

interface Exclusion {
  readonly id: string;
  readonly name: string;
  readonly reasons: readonly string[];
}

export interface Recommendations {
  /** Best first. */
  readonly recommendations: readonly Recommendation[];
  /** Who cannot take the task, by name. */
  readonly excluded: readonly Exclusion[];
}

const MINUTE_MILLISECONDS = 60_000;
const FRESH_MINUTES = 2;
const GONE_MINUTES = 60;
const ROLE_SCORES: Readonly<Record<AgentRole, number>> = { LEAD: 1, SPECIALIST: 0.8, INTERN: 0.4 };

/**
 * Who should take a task of this type. Candidates that cannot take it are left out with the reasons; the others are
 * scored, and equal scores are in the order of names, whatever order the candidates came in.
 * @param now ISO 8601.
 */
export function recommend(type: TaskType, candidates: readonly AssignmentCandidate[], now: string): Recommendations {
  const judged = candidates
    .toSorted(byName)
    .map((candidate) => ({ candidate, reasons: exclusionsOf(candidate, type) }));
  const able = judged.filter(({ reasons }) => reasons.length === 0);
  return {
    recommendations: able
      .map(({ candidate }) => recommendationOf(candidate, type, now))
      .sort((one, other) => other.score - one.score),
    excluded: judged
      .filter(({ reasons }) => reasons.length > 0)
      .map(({ candidate: { id, name }, reasons }) => ({ id, name, reasons })),
  };
}

/** By code points, not by a language's rules, so that every machine sorts alike. */
const byName = (one: AssignmentCandidate, other: AssignmentCandidate): number =>
  compare(one.name, other.name) || compare(one.id, other.id);

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

function recommendationOf(candidate: AssignmentCandidate, type: TaskType, now: string): Recommendation {
  const parts = {
    skill: skill(candidate, type),
    availability: availability(candidate, now),
    workload: workload(candidate),
    performance: performance(candidate, type),
    role: { score: ROLE_SCORES[candidate.role], weight: 0.1, reason: `is ${articleOf(candidate.role)}` },
  };
  const sum = Object.values(parts).reduce((total, { score, weight }) => total + score * weight, 0);
  // Rounded, so that candidates who are alike tie instead of differing in the last bit.
  return { id: candidate.id, name: candidate.name, score: Math.round(sum * 10_000) / 10_000, parts };
}

const articleOf = (role: AgentRole): string => (role === 'INTERN' ? `an ${role}` : `a ${role}`);

function skill({ allowedTypes }: AssignmentCandidate, type: TaskType): ScorePart {
  const isNamed = allowedTypes.includes(type);
  return {
    score: isNamed ? 1 : 0.5,
    weight: 0.3,
    reason: isNamed ? `is meant for ${type} tasks` : 'takes tasks of every type',
  };
}

function availability({ lastHeartbeatAt }: AssignmentCandidate, now: string): ScorePart {
  if (lastHeartbeatAt === undefined) return { score: 0.5, weight: 0.2, reason: 'has given no sign of life yet' };
  const minutes = Math.max(0, (Date.parse(now) - Date.parse(lastHeartbeatAt)) / MINUTE_MILLISECONDS);
  const score = between0And1((GONE_MINUTES - minutes) / (GONE_MINUTES - FRESH_MINUTES));
  const age = minutes < 1 ? 'just now' : `${Math.floor(minutes)} min ago`;
  return { score, weight: 0.2, reason: `gave its last sign of life ${age}` };
}

function workload({ openTasks, concurrencyLimit }: AssignmentCandidate): ScorePart {
  return {
    score: between0And1(1 - openTasks / concurrencyLimit),
    weight: 0.2,
    reason: `has ${openTasks} of at most ${concurrencyLimit} open tasks`,
  };
}

function performance({ learned }: AssignmentCandidate, type: TaskType): ScorePart {
  if (!learned) return { score: 0.5, weight: 0.2, reason: `not enough data for ${type} tasks` };
  const { finished, succeeded, pattern } = learned;
  const which = pattern === undefined ? '' : ` with ${pattern}`;
  const reason = `learned: ${succeeded} of ${finished} of its ${type} tasks${which} succeeded`;
  return { score: between0And1(succeeded / finished), weight: 0.2, reason };
}

const between0And1 = (value: number): number => Math.min(Math.max(value, 0), 1);
