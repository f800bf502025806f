import { Link } from '@tanstack/react-router';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';

/** The task that a request belongs to. */
export const ApprovalPlace = ({ approval }: { readonly approval: ApprovalView }) => (
  <p className="mb-1 truncate text-[13px]">
    <Link
      to="/p/$project/t/$key"
      params={{ project: approval.projectId, key: approval.taskKey }}
      search={{ tab: 'approvals' }}
      className="text-accent-text hover:underline"
    >
      <span className="font-mono text-xs">{approval.taskKey}</span> {approval.taskTitle}
    </Link>
  </p>
);
