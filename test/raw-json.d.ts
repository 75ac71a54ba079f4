/** Node has it, TypeScript's library does not know it yet. */
interface JSON {
  /** Stands in a value for exactly this JSON text: `1e309`, which no number can say. */
  rawJSON(text: string): object;
}
