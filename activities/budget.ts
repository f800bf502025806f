import { MISSION_CONTROL } from '../domain/actor.ts';
import { statusAt } from '../domain/agent/status-at.ts';
import { budgetExceededKey } from '../domain/alert/keys.ts';
import type { Store } from '../store/store.ts';
import type { BudgetActivities } from '../workflows/contract.ts';

/** Does what people have allowed beyond a budget. */
export const createBudgetActivities = ({ store }: { store: Store }): BudgetActivities => ({
  applyBudgetOverride: async ({ projectId, approvalId, grant }) => {
    await store.budgets.applyOverride(projectId, approvalId, grant);
    await store.alerts.resolveByKey(budgetExceededKey(grant.account), MISSION_CONTROL, `${approvalId} was approved`);
    if (grant.agentDay) await tell(store, grant.agentDay.agentId);
  },
});

/** Whoever looks at the agent sees that it goes on. */
async function tell(store: Store, agentId: string): Promise<void> {
  const agent = await store.agents.byId(agentId);
  const project = agent && (await store.projects.bySlug(agent.projectId));
  if (!project) return;
  const { _id: id, projectId, name } = agent;
  const status = statusAt(agent, project.timeZone, new Date());
  await store.changes.add({ event: 'agent.changed', projectId, data: { id, projectId, name, status } });
}
