// One file, so that all topics share the few runs of the program.
import './graph/function.ts';
import './graph/identity.ts';
import './graph/routes.ts';
