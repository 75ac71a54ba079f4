import { signIn } from '../local/sign-in/sign-in.ts';
import type { Outputs } from '../server/deployment/outputs.ts';

/** An access token of the demo applicant of `npm start`. */
export async function signInDemoApplicant(outputs: Outputs): Promise<string> {
  const tokens = await signIn({
    authorizeUrl: outputs.authorizeUrl,
    tokenUrl: outputs.tokenUrl,
    clientId: outputs.b2cClientId,
    redirectUri: outputs.callbackUrls[0] ?? '',
    email: outputs.demoApplicant?.email ?? '',
    password: outputs.demoApplicant?.password ?? '',
  });
  return tokens.access_token;
}
