export {
  CIRCUIT_STATES,
  CircuitOpenError,
  OutsideService,
  type CircuitReport,
  type CircuitState,
  type OutsideServiceOptions,
} from './outside-service.ts';
export { type RetryOptions } from './retrying.ts';
