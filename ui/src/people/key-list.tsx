import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { ApiKeyView } from '../../../operations/schemas/api-key.ts';
import { remove } from '../api/request.ts';
import { Badge } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { Empty } from '../controls/states.tsx';
import { Ago, Countdown } from '../controls/time.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { endOf, KEY_KIND_LABELS, reachOf } from './key-words.ts';
import { useChange } from './use-change.ts';

interface KeyListProps {
  readonly keys: readonly ApiKeyView[];
  /** What keys here are good for. */
  readonly whenEmpty: string;
}

/** Keys, those that work first. */
export function KeyList({ keys, whenEmpty }: KeyListProps) {
  const [revoking, setRevoking] = useState<ApiKeyView>();
  if (keys.length === 0) {
    return (
      <Empty title="No keys" icon={<KeyRound size={20} aria-hidden />}>
        <p>{whenEmpty}</p>
      </Empty>
    );
  }
  const order = (key: ApiKeyView) => (endOf(key) === undefined ? 0 : 1);
  return (
    <>
      <ul className="-my-2 divide-y divide-line">
        {keys
          .toSorted((one, other) => order(one) - order(other))
          .map((key) => (
            <KeyItem key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
          ))}
      </ul>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function KeyItem({ apiKey, onRevoke }: { readonly apiKey: ApiKeyView; readonly onRevoke: () => void }) {
  const { name, kind, hint, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = apiKey;
  const end = endOf(apiKey);
  return (
    <li aria-label={name} className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={end === undefined ? 'font-medium break-words' : 'break-words text-ink-soft line-through'}>
            {name}
          </span>
          <Badge>{KEY_KIND_LABELS[kind]}</Badge>
          {end !== undefined && <Badge tone="bad">{end}</Badge>}
          <span className="font-mono text-xs text-ink-faint">…{hint}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-soft">
          {reachOf(apiKey) !== '' && <span>{reachOf(apiKey)}</span>}
          {scopes.length > 0 && <span>only {scopes.join(', ')}</span>}
          <span>
            made <Ago at={createdAt} />
          </span>
          <span>{lastUsedAt === undefined ? 'never used' : <>used {<Ago at={lastUsedAt} />}</>}</span>
          {end === undefined && expiresAt !== undefined && <Countdown until={expiresAt} />}
          {end === undefined && expiresAt === undefined && <span>does not expire</span>}
          {revokedAt !== undefined && (
            <span>
              revoked <Ago at={revokedAt} />
            </span>
          )}
        </p>
      </div>
      {revokedAt === undefined && (
        <Button look="danger" size="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  );
}

interface RevokeDialogProps {
  readonly apiKey: ApiKeyView;
  readonly onClose: () => void;
}

function RevokeDialog({ apiKey: { id, name }, onClose }: RevokeDialogProps) {
  const revoke = useChange(
    ['api-keys'],
    () => remove(`/api-keys/${encodeURIComponent(id)}`),
    () => {
      notice.done(`${name} is revoked`);
      onClose();
    },
  );
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      verb="Revoke"
      error={revoke.error}
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate(undefined)}
      onClose={onClose}
    >
      Whatever uses this key is refused within seconds, everywhere. A revoked key cannot be brought back; it stays in
      the list for the record.
    </ConfirmDialog>
  );
}
