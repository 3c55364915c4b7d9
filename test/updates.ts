import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether whoever runs the tests accepts what snapshots are now. */
    readonly updates: boolean;
  }
}

export default function provideUpdates(project: TestProject): void {
  project.provide('updates', project.config.snapshotOptions.updateSnapshot === 'all');
}
