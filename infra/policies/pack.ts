import { PolicyPack } from '@pulumi/policy';
import { policies } from './policies.ts';

new PolicyPack('christmas-markets', {
  enforcementLevel: 'mandatory',
  policies: policies.map(({ name, description, check }) => ({
    name,
    description,
    validateResource: ({ type, props }, report) => {
      for (const violation of check({ type, props })) report(violation);
    },
  })),
});
