export const exampleCity = { key: 'cluj-napoca', name: 'Cluj-Napoca' };

/** The market of all examples: in the schemas, the document, the Postman collection and the tests. */
export const exampleMarket = {
  userId: '0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10',
  marketId: '5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11',
  marketName: 'Târgul de Crăciun din Piața Unirii',
  marketDescription: 'Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.',
  marketAveragePrice: 12.5,
  city: exampleCity.name,
  address: 'Piața Unirii 1',
  opensOn: '2026-11-27',
  closesOn: '2027-01-02',
  revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42',
  submittedAt: '2026-11-02T09:30:00.000Z',
  firstSubmittedAt: '2026-11-02T09:30:00.000Z',
};

/** The values that an edit of the example changes. */
export const editedMarket = {
  marketAveragePrice: 14,
  revision: '019a5c9f-6d10-7b3a-8c5e-2a4f6b8d0e13',
  submittedAt: '2026-11-02T10:06:12.368Z',
};

/** The decision in the examples. */
export const exampleDecision = {
  decidedBy: 'cluj',
  reason: 'The fire lane on the east side must stay free.',
  reference: 'CJ-2026/1184',
  decidedByPerson: 'Head of Events',
};

/** In the form of API Gateway's request ids. */
export const exampleRequestId = 'JKJaXmPLvHcESHA=';
