import { useQuery } from '@tanstack/react-query';
import type { PolicyView } from '../../../operations/schemas/policy.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useIsAdmin } from '../shell/actor.ts';
import { activePoliciesQuery, policyQuery } from './policy-queries.ts';
import { versionNamed } from './scope-words.ts';
import { VersionDetails } from './version-details.tsx';

interface VersionDialogProps {
  /** "PROJECT:mc@3" */
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly mayPublish: boolean;
  readonly onEdit: (policy: PolicyView) => void;
  readonly onClose: () => void;
}

/** One version of a policy, whether it holds or not. */
export default function VersionDialog({ id, slug, title, mayPublish, onEdit, onClose }: VersionDialogProps) {
  const version = useQuery(policyQuery(id));
  const active = useQuery(activePoliciesQuery(slug));
  const isAdmin = useIsAdmin();
  const error = version.error ?? active.error;
  const policy = version.data;
  const holding = active.data?.items.find((other) => versionNamed(other.id).scope === versionNamed(id).scope);
  return (
    <Dialog title={title} {...(policy && { description: policy.note })} isWide onClose={onClose}>
      {policy && active.data ? (
        <VersionDetails
          policy={policy}
          holding={holding}
          title={title}
          mayRule={policy.scope.kind === 'GLOBAL' ? isAdmin : mayPublish}
          onEdit={() => onEdit(policy)}
          onClose={onClose}
        />
      ) : error ? (
        <Failure error={error} onRetry={() => void Promise.all([version.refetch(), active.refetch()])} />
      ) : (
        <SkeletonLines count={5} />
      )}
    </Dialog>
  );
}
