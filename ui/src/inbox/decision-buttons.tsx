import { Check, ChevronDown, X } from 'lucide-react';
import { useState } from 'react';
import { hasRole, isOperator, isSameActor } from '../../../domain/actor.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { useActorIn } from '../shell/actor.ts';
import { DelegateDialog, otherRole } from './delegate-dialog.tsx';
import { useAskToDeny } from './deny-provider.tsx';
import { useExpectedDecisions } from './expected-decisions.ts';
import { GrantDialog } from './grant-dialog.tsx';
import { useDecision } from './use-decision.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

type Asking = 'GRANT' | 'DELEGATE' | 'WITHDRAW';

/** What one can do about a request: decide, hand it on, or take it back. What one may not do is not offered. */
export function DecisionButtons({ approval }: { readonly approval: ApprovalView }) {
  const { id, mayDecide, mayNotDecideBecause, requiredDecisions, decisions } = approval;
  const decision = useDecision(approval);
  const askToDeny = useAskToDeny();
  const expected = useExpectedDecisions().get(id);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const isBusy = decision.isPending || expected !== undefined;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {mayDecide ? (
        <>
          <Button look="good" isBusy={isBusy} className="max-md:flex-1" onClick={() => decision.approve()}>
            <Check size={15} aria-hidden /> Approve
            {requiredDecisions > 1 && ` (${decisions.length + 1} of ${requiredDecisions})`}
          </Button>
          <Button look="danger" disabled={isBusy} className="max-md:flex-1" onClick={() => askToDeny(approval)}>
            <X size={15} aria-hidden /> Deny
          </Button>
          {isGrantable(approval) && (
            <Button disabled={isBusy} className="max-md:w-full" onClick={() => setAsking('GRANT')}>
              Allow the same again…
            </Button>
          )}
        </>
      ) : (
        <p className="min-w-0 flex-1 text-[13px] text-ink-soft first-letter:uppercase">{mayNotDecideBecause}</p>
      )}
      <AsideMenu approval={approval} onChoose={setAsking} />
      {asking === 'GRANT' && (
        <GrantDialog
          approval={approval}
          onApprove={(grant) => {
            close();
            decision.approve(grant);
          }}
          onClose={close}
        />
      )}
      {asking === 'DELEGATE' && <DelegateDialog approval={approval} onClose={close} />}
      {asking === 'WITHDRAW' && <WithdrawDialog approval={approval} onClose={close} />}
    </div>
  );
}

/** Only the use of a tool can be allowed again. */
const isGrantable = ({ kind, tool }: ApprovalView): boolean => kind === 'TOOL_EXEC' && tool !== undefined;

interface AsideMenuProps {
  readonly approval: ApprovalView;
  readonly onChoose: (what: Asking) => void;
}

function AsideMenu({ approval, onChoose }: AsideMenuProps) {
  const actor = useActorIn()(approval.projectId);
  const mayDelegate = hasRole(actor, approval.deciderRole ?? 'OPERATOR');
  const mayWithdraw = isOperator(actor) || isSameActor(actor, approval.requester);
  if (!mayDelegate && !mayWithdraw) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" aria-label={`More for ${approval.id}`}>
          More <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {mayDelegate && (
        <MenuItem onSelect={() => onChoose('DELEGATE')}>
          {otherRole(approval) === 'ADMIN' ? 'Hand to the admins…' : 'Let every operator decide…'}
        </MenuItem>
      )}
      {mayWithdraw && (
        <MenuItem onSelect={() => onChoose('WITHDRAW')} isDangerous>
          Withdraw the request…
        </MenuItem>
      )}
    </Menu>
  );
}
