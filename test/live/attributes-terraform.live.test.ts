import { describeAttributes } from './attributes.js';
import { deploy, expectNoPlan, TERRAFORM_LACK } from './terraform.js';

describeAttributes({
  engine: 'Terraform',
  lack: TERRAFORM_LACK,
  up: (system) => deploy(system, 'prod'),
  expectNothingLeft: expectNoPlan,
  ...{ name: 'oclprobetf', portOffset: 23_600 },
});
