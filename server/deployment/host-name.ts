const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;
const maxLabelLength = 63;
const maxHostNameLength = 253;

/** What is wrong with a host name (RFC 1035, section 2.3.4), as advice; undefined if it is valid. */
export function findHostNameFault(hostName: string): string | undefined {
  if (hostName.length > maxHostNameLength) {
    return `write a host name of ${maxHostNameLength} characters at most`;
  }
  const labels = hostName.split('.');
  const long = labels.find((each) => each.length > maxLabelLength);
  if (long !== undefined) {
    return `"${long}" has ${long.length} characters: write ${maxLabelLength} at most between two dots`;
  }
  const invalid = labels.find((each) => !label.test(each));
  if (invalid !== undefined) {
    return `"${invalid}" is not part of a host name: write a-z, 0-9 and "-" between the dots, no "-" at either end`;
  }
  return undefined;
}
