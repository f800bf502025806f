/** Keys of alerts that one place raises and another resolves. */

export const agentOfflineKey = (agentId: string): string => `agent-offline:${agentId}`;

export const agentQuarantinedKey = (agentId: string): string => `agent-quarantined:${agentId}`;

export const EMERGENCY_STOP_KEY = 'emergency-stop';
