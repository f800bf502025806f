/** One transform for every tier; the tiers themselves are chosen by tests/run.mjs. */
export default {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.mission-control/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@mission-control/(executor-client|executor-host|resilience)$': '<rootDir>/packages/$1/src/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
        swcrc: false,
      },
    ],
  },
  testTimeout: 30_000,
  // What a test file loads is never freed as a whole, and a process that holds a lot of it collects garbage all day.
  workerIdleMemoryLimit: '400MB',
};
