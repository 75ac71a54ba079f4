import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { toSignInUrl } from '../server/identity.ts';
import { createDocument } from '../server/openapi.ts';
import { HttpApi } from './api.ts';
import { readConfig } from './config.ts';
import { ApiFunction } from './function.ts';
import { ApplicantClient, CityHallClients } from './identity.ts';
import { Monitoring } from './monitoring.ts';
import { ApiStage } from './stage.ts';
import { Table } from './table.ts';
import { toDomainPrefix, UserPool } from './user-pool.ts';

const config = readConfig();
const stack = pulumi.getStack();
const name = `${pulumi.getProject()}-${stack}`;
const tags = { project: pulumi.getProject(), stack };
const split = config.topology === 'split';

const prefix = config.domainPrefix ?? toDomainPrefix(name, aws.getCallerIdentityOutput().accountId);
const b2cPool = new UserPool(`${name}-users`, {
  ...config,
  domainPrefix: prefix,
  selfSignUp: true,
  tags,
});
const b2bPool = split
  ? new UserPool(`${name}-city-halls`, {
      ...config,
      domainPrefix: pulumi.interpolate`${prefix}-b2b`,
      selfSignUp: false,
      tags,
    })
  : b2cPool;
const applicants = new ApplicantClient(`${name}-applicants`, { ...config, userPoolId: b2cPool.id });
const halls = new CityHallClients(`${name}-halls`, { ...config, userPoolId: b2bPool.id });

const b2cApi = new HttpApi(`${name}-api`, { ...config, tags });
const { customDomain: _, ...b2bConfig } = config;
const b2bApi = split
  ? new HttpApi(`${name}-b2b-api`, {
      ...b2bConfig,
      ...(config.b2bCustomDomain && { customDomain: config.b2bCustomDomain }),
      tags,
    })
  : b2cApi;

const table = new Table(`${name}-markets`, { ...config, tags });
