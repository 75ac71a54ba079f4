// Not TypeScript: Pulumi loads an entry in TypeScript by a ts-node that knows no ES modules.
import './pack.ts';
