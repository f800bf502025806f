import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { DEFAULT_ROUTING_RULES } from '../../../domain/routing/rule.ts';
import type { RoutingView } from '../../../operations/schemas/routing.ts';
import { put } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { useChange } from '../people/use-change.ts';
import { RoutingTrialPanel } from './routing-trial.tsx';
import type { Rule } from './routing-queries.ts';
import { RuleList } from './rule-list.tsx';

const RuleDialog = lazy(() => import('./rule-dialog.tsx'));

/** What has been changed and not saved, and what it was made from. */
interface Draft {
  readonly rules: readonly Rule[];
  readonly version: number;
}

/** The rules of a project: read by everybody, changed by its administrators, tried out before they hold. */
export function RulesPanel({ routing, mayEdit }: { readonly routing: RoutingView; readonly mayEdit: boolean }) {
  const { project, version, isBuiltIn, changedBy, changedAt } = routing;
  const [draft, setDraft] = useState<Draft>();
  const [edited, setEdited] = useState<number | 'NEW'>();
  const rules = draft?.rules ?? routing.rules;
  // Whoever began with older rules is told so when they save.
  const change = (next: readonly Rule[]) => setDraft({ rules: next, version: draft?.version ?? version });
  const save = useChange(
    ['routing', 'projects', 'task-part'],
    (body: Draft) => put<RoutingView>(`/projects/${project}/routing`, body),
    () => (setDraft(undefined), notice.done('The routing rules are saved')),
  );
  const done = (rule: Rule) => {
    change(typeof edited === 'number' ? rules.with(edited, rule) : [...rules, rule]);
    setEdited(undefined);
  };
  return (
    <>
      <Panel
        title="Rules"
        note={
          <>
            {isBuiltIn && !draft ? 'These are the built-in rules. ' : ''}The first that matches wins; who is not
            connected is skipped.
            {changedBy && changedAt !== undefined && (
              <>
                {' '}
                Changed by {changedBy.name} <Ago at={changedAt} />.
              </>
            )}
          </>
        }
        actions={
          mayEdit && (
            <Button onClick={() => setEdited('NEW')}>
              <Plus size={15} aria-hidden /> Add rule
            </Button>
          )
        }
      >
        <RuleList rules={rules} onChange={mayEdit ? change : undefined} onEdit={setEdited} />
        {mayEdit && (
          <div className="mt-3 flex flex-wrap items-center gap-2 border-t border-line pt-3">
            <Button
              look="primary"
              disabled={!draft}
              isBusy={save.isPending}
              onClick={() => draft && save.mutate(draft)}
            >
              Save rules
            </Button>
            {draft && <Button onClick={() => (setDraft(undefined), save.reset())}>Discard changes</Button>}
            {!isBuiltIn && !draft && (
              <Button look="quiet" onClick={() => change(DEFAULT_ROUTING_RULES as readonly Rule[])}>
                Take the built-in rules
              </Button>
            )}
            {draft && <p className="text-[13px] text-warn">Not saved yet</p>}
          </div>
        )}
        <div className="mt-2 empty:hidden">
          <FormError error={save.error} />
        </div>
      </Panel>
      {/* What was tried with other rules says nothing of these. */}
      <RoutingTrialPanel key={JSON.stringify(rules)} project={project} rules={rules} isDraft={draft !== undefined} />
      <Suspense>
        {edited !== undefined && (
          <RuleDialog
            rule={edited === 'NEW' ? undefined : rules[edited]}
            onDone={done}
            onClose={() => setEdited(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
