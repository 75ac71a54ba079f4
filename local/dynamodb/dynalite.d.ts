declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An in-memory database without `path`, a LevelDB folder with it. */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
