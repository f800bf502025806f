import type {
  ApprovalView,
  DecidedMany,
  DecideMany,
  decideApprovalSchema,
  delegateApprovalSchema,
} from '../../../operations/schemas/approval.ts';
import type { CommandResult } from '../api/commands.ts';
import { get, post } from '../api/request.ts';

type InputOf<Schema extends { _zod: { input: unknown } }> = Schema['_zod']['input'];
export type Decision = DecideMany['decision'];
export type DecisionInput = InputOf<typeof decideApprovalSchema>;
export type Grant = NonNullable<DecisionInput['grant']>;
export type Handover = InputOf<typeof delegateApprovalSchema>;
export type Outcome = DecidedMany['results'][number];

/** The server takes no more at once. */
const MOST_AT_ONCE = 50;

export const readApproval = (id: string): Promise<ApprovalView> => get(`/approvals/${id}`);

export const decideApproval = (id: string, input: DecisionInput): Promise<CommandResult> =>
  post(`/approvals/${id}/decide`, input);

export const delegateApproval = (id: string, input: Handover): Promise<CommandResult> =>
  post(`/approvals/${id}/delegate`, input);

/** Each is decided by itself; the answer tells of each what became of it. */
export async function decideMany({ ids, ...choice }: DecideMany): Promise<readonly Outcome[]> {
  const { results } = await post<DecidedMany>('/approvals/decide', { ids: ids.slice(0, MOST_AT_ONCE), ...choice });
  const rest = ids.slice(MOST_AT_ONCE);
  return rest.length === 0 ? results : [...results, ...(await decideMany({ ids: rest, ...choice }))];
}
