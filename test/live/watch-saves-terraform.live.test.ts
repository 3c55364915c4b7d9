import { describeSaves } from './saves.js';
import { deploy, TERRAFORM_LACK } from './terraform.js';

describeSaves({
  engine: 'Terraform',
  lack: TERRAFORM_LACK,
  up: (system) => deploy(system, 'dev'),
  script: './scripts/watch.sh',
  ...{ name: 'oclivesavestf', portOffset: 23_400, outside: true },
});
