import { Context } from '@temporalio/activity';
import { ActivityCancelledError, ActivityNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { actorRef, MISSION_CONTROL } from '../domain/actor.ts';
import { isSilent } from '../domain/agent/silence.ts';
import { statusAt } from '../domain/agent/status-at.ts';
import { agentOfflineKey } from '../domain/alert/keys.ts';
import { executionIdOfLease, executionWorkflowId } from '../domain/ids.ts';
import { isDuplicateKey } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ProjectDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import { HANDED_BACK, type AgentWatchActivities } from '../workflows/contract.ts';

/** The shortest timeout that an agent can have, in milliseconds. */
const SHORTEST_TIMEOUT_MS = 10_000;

/** Finds agents that have gone silent, and sees to what follows. */
export const createAgentWatchActivities = ({ store }: { store: Store }): AgentWatchActivities => ({
  markSilentAgents: async (at) => {
    await markSilent(store, at);
    // Those that an earlier attempt of this activity has marked are among them.
    const marked = await store.agents.offlineSince(at);
    return marked.map(({ _id: id, name }) => ({ id, name }));
  },

  seeToSilentAgent: async (agentId, at) => {
    const agent = await store.agents.byId(agentId);
    if (agent?.offlineSince === at) {
      await returnLeases(store, agentId);
      await raiseAlert(store, agent);
      await tell(store, agent, at);
    }
    // It may have come back before there was an alert that it could have resolved.
    if ((await store.agents.byId(agentId))?.offlineSince === undefined) {
      await store.alerts.resolveByKey(agentOfflineKey(agentId), MISSION_CONTROL, 'it has come back at once');
    }
  },
});

async function markSilent(store: Store, at: string): Promise<void> {
  const { emergencyStop, resumedAt } = await store.installation.read();
  if (emergencyStop) return;
  const projects = new Map((await store.projects.list(undefined)).map((project) => [project._id, project]));
  const quiet = await store.agents.quietSince(new Date(Date.parse(at) - SHORTEST_TIMEOUT_MS).toISOString());
  for (const agent of quiet) {
    const project = projects.get(agent.projectId);
    if (!project || project.mode === 'QUARANTINED') continue;
    if (isSilent(agent, at, letInAt(project, resumedAt))) await store.agents.markOffline(agent, at);
  }
}

/** A project that was QUARANTINED, or stood still with everything, has locked its agents out until then. */
const letInAt = ({ modeHistory }: ProjectDocument, resumedAt = ''): string =>
  [modeHistory.at(-1)?.at ?? '', resumedAt].sort().at(-1) ?? '';

/** The work that an agent has claimed with its own key is on offer again at once. */
async function returnLeases(store: Store, agentId: string): Promise<void> {
  const { activity } = Context.current().client;
  for (const leaseId of await store.agentWork.leasesHeldBy(agentId)) {
    const lease = { workflowId: executionWorkflowId(executionIdOfLease(leaseId)), activityId: leaseId };
    try {
      await activity.fail(lease, ApplicationFailure.create({ message: 'its agent is OFFLINE', type: HANDED_BACK }));
    } catch (error) {
      // The lease has ended by itself meanwhile.
      if (!(error instanceof ActivityNotFoundError || error instanceof ActivityCancelledError)) throw error;
    }
  }
}

function raiseAlert(store: Store, { _id: agentId, name, projectId, lastHeartbeatAt }: AgentDocument): Promise<void> {
  return store.alerts.raise({
    key: agentOfflineKey(agentId),
    severity: 'WARNING',
    kind: 'AGENT_OFFLINE',
    title: `${name} is OFFLINE`,
    description: `${name} has given no sign of life since ${lastHeartbeatAt}. What it has claimed is on offer again.`,
    projectId,
    agentId,
  });
}

async function tell(store: Store, agent: AgentDocument, at: string): Promise<void> {
  const { _id: agentId, name, projectId, lastHeartbeatAt } = agent;
  const id = `${agentId}:offline:${at}`;
  const summary = `has heard nothing of ${name} since ${lastHeartbeatAt}: it is OFFLINE`;
  const deed = { type: 'agent.offline', actor: actorRef(MISSION_CONTROL), summary, projectId, agentId, at };
  await store.activities.add({ _id: id, ...deed }).catch((error: unknown) => {
    // An earlier attempt has come this far.
    if (!isDuplicateKey(error)) throw error;
  });
  const { timeZone = 'UTC' } = (await store.projects.bySlug(projectId)) ?? {};
  const status = statusAt(agent, timeZone, new Date());
  await store.changes.add({ event: 'activity.created', projectId, data: { id, ...deed } });
  await store.changes.add({ event: 'agent.changed', projectId, data: { id: agentId, projectId, name, status } });
}
