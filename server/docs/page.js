const page = document.getElementById('docs');

const ui = SwaggerUIBundle({
  domNode: page,
  url: 'openapi.json',
  deepLinking: true,
  displayRequestDuration: true,
  // By default the document's URL is sent to a validator on the internet.
  validatorUrl: null,
  oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', location.href).href,
  requestInterceptor: tidyTokenRequest,
  plugins: [withoutApplicantsClientId, withDocumentToTry, withProblemsFirst, withFoldedHeaders],
});

// A public client has no secret.
ui.initOAuth({
  clientId: page.dataset.clientId,
  usePkceWithAuthorizationCodeGrant: true,
});

/** Token endpoints of another origin refuse X-Requested-With and an empty scope. */
function tidyTokenRequest(request) {
  if (request.headers?.['X-Requested-With']) {
    delete request.headers['X-Requested-With'];
    request.body = request.body?.replace(/(^|&)scope=(?=&|$)/, '');
  }
  return request;
}

/** The configured client is that of the applicants: the city halls' form starts empty. */
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

/** Prefills the forms for a first call that succeeds. */
function withDocumentToTry() {
  const updateJsonSpec = (update) => (spec) => {
    // The document of a city halls' API has no such operation.
    const submit = spec.paths['/v1/b2c/christmas-markets/user/{userId}']?.post;
    // With a prefilled id the second try answers 409.
    for (const parameter of submit?.parameters ?? []) {
      if (parameter.name !== 'Idempotency-Key') continue;
      delete parameter.example;
      delete parameter.schema.examples;
    }
    const body = submit?.requestBody.content['application/json'];
    for (const { value } of Object.values(body?.examples ?? {})) {
      delete value.marketId;
    }
    const { applicant, cityHall } = spec.components.securitySchemes;
    if (applicant) applicant.description += ' Tick no scope to get all of them.';
    // A token of one scope alone is refused: without boxes to tick, the page requests every scope.
    if (cityHall) cityHall.flows.clientCredentials.scopes = {};
    return update(spec);
  };
  return { statePlugins: { spec: { wrapActions: { updateJsonSpec } } } };
}

/** The same headers come with every response: they are folded. */
function withFoldedHeaders() {
  return {
    wrapComponents: {
      headers:
        (Original, { React }) =>
        (props) =>
          React.createElement(
            'details',
            { className: 'headers-folded' },
            React.createElement('summary', null, 'Headers'),
            React.createElement(Original, props),
          ),
    },
  };
}

/** Swagger UI selects the media type of the success for each refusal, which is the gateway's. Ours comes first. */
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
