const page = document.getElementById('docs');

const ui = SwaggerUIBundle({
  domNode: page,
  url: 'openapi.json',
  deepLinking: true,
  displayRequestDuration: true,
  // Otherwise the document's address goes to a validator on the internet.
  validatorUrl: null,
  oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', location.href).href,
  requestInterceptor: tidyTokenRequest,
  plugins: [withoutApplicantsClientId],
});

// Only what is public: an applicant's client has no secret.
ui.initOAuth({
  clientId: page.dataset.clientId,
  usePkceWithAuthorizationCodeGrant: true,
});

/** Cross-origin token endpoints refuse X-Requested-With, and an empty scope. */
function tidyTokenRequest(request) {
  if (request.headers?.['X-Requested-With']) {
    delete request.headers['X-Requested-With'];
    request.body = request.body?.replace(/(^|&)scope=(?=&|$)/, '');
  }
  return request;
}

/** The configured client is the applicants': it must not stand in the form of the city halls. */
function withoutApplicantsClientId() {
  return {
    wrapComponents: {
      oauth2:
        (Original, { React }) =>
        (props) =>
          props.schema.get('flow') === 'authorizationCode'
            ? React.createElement(Original, props)
            : React.createElement(Original, {
                ...props,
                authSelectors: { ...props.authSelectors, getConfigs: () => ({}) },
              }),
    },
  };
}
