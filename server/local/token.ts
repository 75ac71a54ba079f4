import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outputsSchema } from '../outputs.ts';
import { signIn } from './sign-in.ts';

const help = `npm run -s token -- [options]: an access token of an applicant, by signing in through the pages

  --outputs FILE     of npm start                           (.local/outputs.json)
  --email E          who signs in                           (the demo applicant)
  --password P       with which password
  --help             this text
`;

const { values } = parseArgs({
  options: {
    outputs: { type: 'string', default: '.local/outputs.json' },
    email: { type: 'string' },
    password: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) {
  console.log(help);
} else {
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(values.outputs, 'utf8')));
  const { access_token } = await signIn({
    authorizeUrl: outputs.authorizeUrl,
    tokenUrl: outputs.tokenUrl,
    clientId: outputs.b2cClientId,
    redirectUri: outputs.callbackUrls[0] ?? '',
    email: values.email ?? outputs.demoApplicant?.email ?? '',
    password: values.password ?? outputs.demoApplicant?.password ?? '',
  });
  console.log(access_token);
}
