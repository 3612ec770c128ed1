import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Two cores: more files at once only make each other slow.
    maxWorkers: 2,
    // Generous, because a busy machine is slow and a limit here only ends what hangs; tests wait for events.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Commands run by tests print without colours, also where a CI asks for them.
    env: { NO_COLOR: '1' },
  },
})
