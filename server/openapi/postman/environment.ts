import type { Outputs } from '../../deployment/outputs.ts';

/** `yes`: a run also withdraws its market and erases the applicant's data. */
export const eraseVariable = 'erase';

/** A Postman environment for one city hall of a deployment. Holds the city hall's client secret. */
export function createEnvironment(outputs: Outputs, hall: Outputs['cityHalls'][number]): object {
  const { apiUrl, b2bApiUrl, authorizeUrl, tokenUrl, b2bTokenUrl, b2cClientId } = outputs;
  const values = {
    apiUrl,
    b2bApiUrl,
    authorizeUrl,
    tokenUrl,
    b2bTokenUrl,
    b2cClientId,
    callbackUrl: outputs.callbackUrls[0] ?? '',
    city: hall.cities[0] ?? '',
    cityHallClientId: hall.clientId,
    [eraseVariable]: 'no',
  };
  const secrets = {
    cityHallClientSecret: hall.clientSecret,
    applicantEmail: outputs.demoApplicant?.email ?? '',
    applicantPassword: outputs.demoApplicant?.password ?? '',
    applicantToken: '',
    cityHallToken: '',
  };
  return {
    name: `Christmas Markets, ${hall.name} at ${new URL(apiUrl).host}`,
    values: [...createValues(values, 'default'), ...createValues(secrets, 'secret')],
    _postman_variable_scope: 'environment',
  };
}

function createValues(values: Record<string, string>, type: 'default' | 'secret') {
  return Object.entries(values).map(([key, value]) => ({ key, value, type, enabled: true }));
}
