import { describeSaves } from './saves.js';

describeSaves({
  engine: 'Compose',
  script: './scripts/dev-mode.sh',
  ...{ name: 'oclivesaves', portOffset: 23_300, outside: true },
});
