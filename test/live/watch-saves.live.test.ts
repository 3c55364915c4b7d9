import { describeSaves } from './saves.js';

describeSaves({
  engine: 'Compose',
  script: './scripts/dev-mode.sh',
  ...{ name: 'oclivesaves', portOffset: 23_300, outside: true },
  // both services that are left have every kind of live path; dev-mode.live edits all services, and the night saves all paths
  without: [
    ...['ai-brain', 'automation-service', 'communication-service', 'frontend', 'identity-service'],
    'prefect-server',
  ],
});
