import type { ApiKeyDocument } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import type { ApiKeyView } from '../schemas/api-key.ts';

/** Keys as people see them, with the names of whom they act for. */
export async function keyViews(store: Store, keys: readonly ApiKeyDocument[]): Promise<ApiKeyView[]> {
  const [people, agents] = await Promise.all([
    Promise.all(distinct(keys.map(({ personId }) => personId)).map((id) => store.people.byId(id))),
    Promise.all(distinct(keys.map(({ agentId }) => agentId)).map((id) => store.agents.byId(id))),
  ]);
  return keys.map(({ _id: _hash, createdBy: _maker, personId, agentId, ...key }) => {
    const person = people.find((found) => found?._id === personId);
    const agent = agents.find((found) => found?._id === agentId);
    return {
      ...key,
      ...(person && { person: { id: person._id, name: person.name } }),
      ...(agent && { agent: { id: agent._id, name: agent.name, projectId: agent.projectId } }),
    };
  });
}

const distinct = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
