import type { Context } from 'hono';
import type { User } from '../store/users.ts';
import type { UserPool } from '../user-pool.ts';

export async function userInfo(c: Context, pool: UserPool): Promise<Response> {
  c.header('cache-control', 'no-store');
  const user = await findUser(c.req.header('authorization'), pool);
  if (typeof user === 'string') {
    c.header('www-authenticate', `Bearer error="${user}"`);
    return c.json({ error: user }, 401);
  }
  return c.json({
    sub: user.sub,
    email_verified: String(user.isConfirmed),
    email: user.email,
    username: user.sub,
  });
}

async function findUser(
  authorization: string | undefined,
  pool: UserPool,
): Promise<User | 'invalid_token' | 'insufficient_scope'> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const claims = token && (await pool.tokens.verifyAccessToken(token));
  if (!claims) return 'invalid_token';
  if (!claims.scope.includes('openid')) return 'insufficient_scope';
  if (claims.origin_jti && pool.refreshTokens.isRevoked(claims.origin_jti)) return 'invalid_token';
  return pool.users.withSub(claims.sub) ?? 'invalid_token';
}
