import { readFileSync } from 'node:fs';

/** What the examples need of a deployment's outputs: those of `npm start`, or of `pulumi stack output`. */
export type Outputs = {
  apiUrl: string;
  b2bApiUrl: string;
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  b2bTokenUrl: string;
  logoutUrl: string;
  b2cClientId: string;
  cityHalls: { name: string; cities: string[]; clientId: string; clientSecret: string }[];
};

export function readOutputs(path: string): Outputs {
  return JSON.parse(readFileSync(path, 'utf8'));
}
