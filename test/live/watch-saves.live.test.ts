import { describeHotFrontend } from './frontend-hot.js';
import { describeSaves } from './saves.js';

describeSaves({
  engine: 'Compose',
  script: './scripts/dev-mode.sh',
  first: describeHotFrontend,
  ...{ name: 'oclivesaves', portOffset: 23_300, outside: true },
});
