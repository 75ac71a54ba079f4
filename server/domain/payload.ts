/** Lambda's limit of an event, and of an answer as JSON. */
export const maxPayloadBytes = 6 * 1024 * 1024;
