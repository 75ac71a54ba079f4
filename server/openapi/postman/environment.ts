import type { Outputs } from '../../deployment/outputs.ts';
import { OutputsError } from '../../deployment/outputs.ts';

/** A Postman environment of one deployment, as one of its city halls. Holds that hall's secret. */
export function createEnvironment(outputs: Outputs, hallName: string | undefined): object {
  const hall = outputs.cityHalls.find(({ name }) => name === (hallName ?? name));
  if (hall === undefined) {
    const names = outputs.cityHalls.map(({ name }) => name).join(', ');
    throw new OutputsError(`There is no city hall ${hallName}. There are ${names}.`);
  }
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
    values: [...toValues(values, 'default'), ...toValues(secrets, 'secret')],
    _postman_variable_scope: 'environment',
  };
}

function toValues(values: Record<string, string>, type: 'default' | 'secret') {
  return Object.entries(values).map(([key, value]) => ({ key, value, type, enabled: true }));
}
