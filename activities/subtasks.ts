import { ApplicationFailure } from '@temporalio/common';
import { defaultTaskBudget } from '../domain/budget/task-budget.ts';
import type { Store } from '../store/store.ts';
import type { SubtaskActivities } from '../workflows/contract.ts';

/** Creates tasks that people have let agents create. */
export const createSubtaskActivities = ({ store }: { store: Store }): SubtaskActivities => ({
  reserveSubtask: async ({ projectId, approvalId, requester, type }) => {
    const [project, agent] = await Promise.all([store.projects.bySlug(projectId), store.agents.byId(requester.id)]);
    if (!project) throw ApplicationFailure.nonRetryable(`there is no project ${projectId}`, 'NOT_FOUND');
    const request = { id: `approval/${approvalId}`, bodyHash: approvalId };
    const { taskId: id, taskKey: key } = await store.creations.reserve(request, {
      projectId,
      keyPrefix: project.keyPrefix,
    });
    const budgetMicros = project.taskBudgets[type] ?? defaultTaskBudget(type);
    const { name } = requester;
    return { id, key, budgetMicros, actor: { kind: 'AGENT', id: requester.id, name, role: agent?.role ?? 'INTERN' } };
  },
});
