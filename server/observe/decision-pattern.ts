/**
 * Selects the log lines of decisions that took effect: the record that is kept in the archive. In the syntax of
 * CloudWatch Logs for JSON. A line with a 5xx is left out, because its `error` could quote text of a person.
 */
export const decisionPattern = '{ ($.decision.revision = "*") && ($.status = 200) }';
