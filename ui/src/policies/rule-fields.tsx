import type { ReactNode } from 'react';
import { AGENT_ROLES } from '../../../domain/actor.ts';
import { RISKS } from '../../../domain/task/vocabulary.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, TextArea, TextBox } from '../controls/field.tsx';
import { fieldError } from '../controls/form-error.tsx';
import {
  ASKS,
  LIST_FIELDS,
  NUMBER_FIELDS,
  RISK_FIELDS,
  SWITCHES,
  type Asks,
  type ListField,
  type NumberField,
  type PolicyDraft,
  type RiskField,
  type Switch,
} from './policy-draft.ts';

const ASKS_LABELS: Readonly<Record<Asks, string>> = {
  NOTHING: 'asks for nothing',
  RED: 'asks for what is RED',
  YELLOW: 'asks for YELLOW and RED',
  ALL: 'asks for everything',
};
const UNLISTED_LABELS = { DENY: 'is denied', NEEDS_APPROVAL: 'needs an approval' } as const;
const YES_NO = { YES: 'yes', NO: 'no' } as const;
const DECIDER_LABELS = { OPERATOR: 'any operator', ADMIN: 'ADMINs only' } as const;
const EXAMPLES: Readonly<Record<RiskField, string>> = { toolRisks: 'deploy RED', actionRisks: 'PUBLISH YELLOW' };
const INHERITED = 'as a wider scope says';

interface RuleFieldsProps {
  readonly draft: PolicyDraft;
  readonly error: Error | null;
  readonly onChange: (draft: PolicyDraft) => void;
}

/** Everything a policy can say, in groups that open. */
export function RuleFields({ draft, error, onChange }: RuleFieldsProps) {
  const keys = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];
  const problem = (field: string) => fieldError(error, `rules.${field}`);
  const list = (field: ListField | RiskField, label: string, value: string, change: (text: string) => void) => (
    <Field
      key={field}
      label={label}
      error={problem(field)}
      hint={field in RISK_FIELDS ? `One a line: ${EXAMPLES[field as RiskField]}` : 'One a line'}
    >
      {(control) => (
        <TextArea
          {...control}
          rows={3}
          spellCheck={false}
          className="font-mono text-xs"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
  const lists = (fields: readonly ListField[]) =>
    fields.map((field) =>
      list(field, LIST_FIELDS[field], draft.lists[field] ?? '', (text) =>
        onChange({ ...draft, lists: { ...draft.lists, [field]: text } }),
      ),
    );
  const numbers = (fields: readonly NumberField[]) =>
    fields.map((field) => (
      <Field key={field} label={NUMBER_FIELDS[field]} error={problem(field)}>
        {(control) => (
          <TextBox
            {...control}
            inputMode="numeric"
            value={draft.numbers[field] ?? ''}
            onChange={({ target }) => onChange({ ...draft, numbers: { ...draft.numbers, [field]: target.value } })}
          />
        )}
      </Field>
    ));
  return (
    <>
      <Group title="Autonomy" isOpen>
        {AGENT_ROLES.map((role) => (
          <Field key={role} label={role}>
            {(control) => (
              <Choice
                {...control}
                values={keys(ASKS)}
                labels={ASKS_LABELS}
                value={draft.asks[role]}
                none={INHERITED}
                onChoose={(asks) => onChange({ ...draft, asks: without(draft.asks, role, asks) })}
              />
            )}
          </Field>
        ))}
        {keys(RISK_FIELDS).map((field) =>
          list(field, RISK_FIELDS[field], draft.risks[field] ?? '', (text) =>
            onChange({ ...draft, risks: { ...draft.risks, [field]: text } }),
          ),
        )}
      </Group>
      <Group title="Commands and tools" isOpen>
        {lists(['shellAllowed', 'shellBlocked', 'toolsAllowed', 'toolsBlocked'])}
        <Field label="What no rule names">
          {(control) => (
            <Choice
              {...control}
              values={keys(UNLISTED_LABELS)}
              labels={UNLISTED_LABELS}
              value={draft.unlisted}
              none={INHERITED}
              onChoose={(unlisted) => onChange({ ...draft, unlisted })}
            />
          )}
        </Field>
      </Group>
      <Group title="Files, hosts and production">
        {lists(['readPaths', 'writePaths', 'pathsBlocked', 'hostsAllowed', 'hostsBlocked', 'productionTargets'])}
      </Group>
      <Group title="Approvals">
        {RISKS.map((risk) => (
          <div key={risk} className="flex items-end gap-2">
            <Field label={`People who decide on ${risk}`} className="flex-1" error={problem(`approvals.${risk}`)}>
              {(control) => (
                <TextBox
                  {...control}
                  inputMode="numeric"
                  value={draft.approvals[risk]?.decisions ?? ''}
                  onChange={({ target }) => {
                    const rule = { role: 'OPERATOR' as const, ...draft.approvals[risk], decisions: target.value };
                    onChange({ ...draft, approvals: { ...draft.approvals, [risk]: rule } });
                  }}
                />
              )}
            </Field>
            <Field label={`Who decides on ${risk}`} className="flex-1">
              {(control) => (
                <Choice
                  {...control}
                  values={keys(DECIDER_LABELS)}
                  labels={DECIDER_LABELS}
                  value={draft.approvals[risk]?.role ?? 'OPERATOR'}
                  onChoose={(role) => {
                    const rule = { decisions: '', ...draft.approvals[risk], role: role ?? 'OPERATOR' };
                    onChange({ ...draft, approvals: { ...draft.approvals, [risk]: rule } });
                  }}
                />
              )}
            </Field>
          </div>
        ))}
        {numbers(['approvalExpiresInMinutes', 'approvalEscalatesInMinutes'])}
        {keys(SWITCHES).map((field) => (
          <Field key={field} label={SWITCHES[field]}>
            {(control) => (
              <Choice
                {...control}
                values={keys(YES_NO)}
                labels={YES_NO}
                value={yesNo(draft.switches[field])}
                none={INHERITED}
                onChoose={(chosen) =>
                  onChange({ ...draft, switches: without<Switch, boolean>(draft.switches, field, fromYesNo(chosen)) })
                }
              />
            )}
          </Field>
        ))}
      </Group>
      <Group title="Loops and sub-tasks">{numbers(keys(NUMBER_FIELDS).filter((field) => field.includes('.')))}</Group>
    </>
  );
}

const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'YES' : 'NO');
const fromYesNo = (chosen: 'YES' | 'NO' | undefined) => (chosen === undefined ? undefined : chosen === 'YES');

/** The record with one entry changed, or taken out. */
function without<Key extends string, Value>(
  record: Readonly<Partial<Record<Key, Value>>>,
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  const { [key]: _before, ...rest } = record;
  return (value === undefined ? rest : { ...rest, [key]: value }) as Partial<Record<Key, Value>>;
}

interface GroupProps {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

const Group = ({ title, isOpen = false, children }: GroupProps) => (
  <details open={isOpen} className="rounded-md border border-line">
    <summary className="cursor-pointer px-3 py-2 text-[13px] font-semibold max-md:min-h-11">{title}</summary>
    <div className="grid gap-3 border-t border-line p-3 sm:grid-cols-2">{children}</div>
  </details>
);
