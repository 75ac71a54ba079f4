import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuthorizerName } from '../contract/access-token.ts';

/** The one side that an API serves; `undefined` where one API serves both. */
export type ServedSide = AuthorizerName | undefined;

/**
 * Stage variables of an API with these authorizers. They tell the Lambda which API a request came
 * through. The host name does not: an API has one of AWS and may have its own.
 */
export function createStageVariables(sides: readonly AuthorizerName[]): Record<string, string> {
  const [side, ...others] = sides;
  return side === undefined || others.length > 0 ? {} : { side };
}

export function readServedSide({ stageVariables }: APIGatewayProxyEventV2): ServedSide {
  const side = stageVariables?.side;
  return side === 'b2c' || side === 'b2b' ? side : undefined;
}
