// One file: all topics share the few runs of the program.
import './graph/archive.ts';
import './graph/backup.ts';
import './graph/deploy-docs.ts';
import './graph/deployer.ts';
import './graph/environment.ts';
import './graph/function.ts';
import './graph/sign-in.ts';
import './graph/identity.ts';
import './graph/monitoring.ts';
import './graph/routes.ts';
import './graph/stack.ts';
import './graph/web.ts';
import './mutations.ts';
import './policies.ts';
