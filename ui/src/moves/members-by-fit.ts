import type { RecommendationsView } from '../../../operations/schemas/agent.ts';
import type { MemberView } from '../../../operations/schemas/project.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { TYPE_LABELS } from '../board/words.ts';

type Recommendation = RecommendationsView['recommendations'][number];

/** Somebody of the project in the light of one task. */
export interface FittingMember {
  readonly member: MemberView;
  /** How well an agent fits, where it is one of the best. */
  readonly recommendation?: Recommendation | undefined;
  /** Why an agent is not recommended. */
  readonly exclusions: readonly string[];
  /** Why the task cannot be given to them at all. */
  readonly obstacle?: string | undefined;
}

/** The recommended ones first, the best at the top; then everybody else; at the end who cannot. */
export function membersByFit(
  members: readonly MemberView[],
  fits: RecommendationsView | undefined,
  task: TaskView,
): readonly FittingMember[] {
  const recommended = new Map(fits?.recommendations.map((each) => [each.id, each]));
  const excluded = new Map(fits?.excluded.map(({ id, reasons }) => [id, reasons]));
  return members
    .map((member) => ({
      member,
      ...(member.kind === 'AGENT' && { recommendation: recommended.get(member.id) }),
      exclusions: member.kind === 'AGENT' ? (excluded.get(member.id) ?? []) : [],
      obstacle: obstacleOf(member, task),
    }))
    .toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ recommendation, exclusions, obstacle }: FittingMember): number {
  if (recommendation) return 1 - recommendation.score;
  if (obstacle !== undefined) return 4;
  return exclusions.length > 0 ? 3 : 2;
}

/** Why a member cannot take the task, as the gate will say. */
function obstacleOf({ status, allowedTypes }: MemberView, { type }: TaskView): string | undefined {
  if (status !== 'ACTIVE') return status.toLowerCase();
  return allowedTypes.length === 0 || allowedTypes.includes(type)
    ? undefined
    : `takes no ${TYPE_LABELS[type].toLowerCase()}`;
}
