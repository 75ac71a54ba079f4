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
  plugins: [withoutApplicantsClientId, withDocumentToTry, withProblemsFirst],
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

/** The document reads well with every member filled in, and a form does not. */
function withDocumentToTry() {
  const updateJsonSpec = (update) => (spec) => {
    // A key that stands there already is the same at the second try, which would answer 409.
    const { parameters, requestBody } = spec.paths['/v1/b2c/christmas-markets/user/{userId}'].post;
    const body = requestBody.content['application/json'];
    for (const parameter of parameters.filter(({ name }) => name === 'Idempotency-Key')) {
      delete parameter.example;
      delete parameter.schema.examples;
    }
    for (const { value } of Object.values(body.examples ?? {})) {
      delete value.marketId;
    }
    for (const scheme of Object.values(spec.components.securitySchemes)) {
      scheme.description += ' Tick no scope to get all of them.';
    }
    return update(spec);
  };
  return { statePlugins: { spec: { wrapActions: { updateJsonSpec } } } };
}

/** Swagger UI shows each refusal in the type of the success, which is the gateway's: ours come first. */
function withProblemsFirst() {
  return {
    wrapComponents: {
      response:
        (Original, { React }) =>
        (props) =>
          React.createElement(Original, {
            ...props,
            contentType: props.response.get('content')?.keySeq().first() ?? props.contentType,
          }),
    },
  };
}
