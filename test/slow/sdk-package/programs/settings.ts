/** The same for each program. */
export const apiUrl = 'https://api.example.com';
export const domain = 'auth.example.com';
export const userPoolId = 'eu-central-1_example';
export const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`;
export const clientId = 'b2cClientId';
export const redirectUri = `${location.origin}/callback`;
export const logoutUri = `${location.origin}/`;
export const scopes = ['openid', 'email', 'B2CIdentifier/ManageChristmasMarkets'];
