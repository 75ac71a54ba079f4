// Made from the OpenAPI document by `npm run generate`. Change the routers, not this.

export interface paths {
    "/v1/cities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the cities that take applications
         * @description The whole catalogue, in no particular order. It changes with a deployment.
         */
        get: operations["listCities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the API answers
         * @description For monitors: nothing behind the API is asked.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b2c/christmas-markets/user/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your own markets
         * @description In no particular order. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.
         */
        get: operations["listOwnMarkets"];
        put?: never;
        /**
         * Submit a market
         * @description Safe to repeat with the same `marketId`, or the same `Idempotency-Key`, which stands for it: the same content answers with the stored market. Without either, every call submits another market.
         */
        post: operations["submitMarket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b2c/christmas-markets/{marketId}/user/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw a market
         * @description Deletes it for good. Safe to repeat.
         */
        delete: operations["withdrawMarket"];
        options?: never;
        head?: never;
        /**
         * Edit a market
         * @description Needs the revision you saw; makes a new one and sets the market back to pending. The city cannot be changed: withdraw the market and submit it there.
         */
        patch: operations["editMarket"];
        trace?: never;
    };
    "/v1/b2c/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything kept about you
         * @description Page by page: your id and your markets with every decision on them. Your email address and password are with the sign-in service.
         */
        get: operations["exportOwnData"];
        put?: never;
        post?: never;
        /**
         * Erase everything kept about you
         * @description Withdraws your markets for good, some with each call: repeat it until `remaining` is false. Safe to repeat. Your account with the sign-in service stays.
         */
        delete: operations["eraseOwnData"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b2b/christmas-markets/city/{city}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a city's markets
         * @description Oldest revision first. With `status=pending`: what waits for you. What was just submitted or decided may show a moment later. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.
         */
        get: operations["listCityMarkets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b2b/christmas-markets/{marketId}/user/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Approve or reject a market
         * @description Needs the revision you read, so that nobody approves what nobody read. The same decision on the same revision is kept once. With `decisionsSeen` it is safe to repeat at any time: it never overrules a decision that was made since.
         */
        patch: operations["decideMarket"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A city that takes applications. */
        City: {
            /**
             * @description In scopes and URLs.
             * @example cluj-napoca
             */
            key: string;
            /**
             * @description As people write it.
             * @example Cluj-Napoca
             */
            name: string;
        };
        /** @description The catalogue of cities. */
        CityList: {
            /** @description All of them: there are no pages. */
            items: components["schemas"]["City"][];
        };
        /** @description What decideMarket takes. */
        DecideMarket: {
            /**
             * @description true approves the market, false rejects it.
             * @example true
             */
            approved: boolean;
            /**
             * @description Why the city hall decided so. A rejection needs one.
             * @example The fire lane on the east side must stay free.
             */
            reason?: string;
            /**
             * Format: uuid
             * @description The revision that you read.
             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
             */
            revision: string;
            /**
             * Format: int32
             * @description How many `decisions` the market had when you read it. Where it has more by now, yours is refused.
             * @example 0
             */
            decisionsSeen?: number;
        };
        /** @description A city hall's decision on one revision of a market. */
        Decision: {
            /**
             * @description true approves the market, false rejects it.
             * @example true
             */
            approved: boolean;
            /**
             * @description Why the city hall decided so. A rejection needs one.
             * @example The fire lane on the east side must stay free.
             */
            reason?: string;
            /**
             * @description The city hall that decided.
             * @example cluj
             */
            decidedBy: string;
            /**
             * Format: date-time
             * @description When it was decided, in UTC.
             * @example 2026-11-02T09:30:00.000Z
             */
            decidedAt: string;
            /**
             * Format: uuid
             * @description The revision that was decided on.
             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
             */
            revision: string;
        };
        /** @description What editMarket takes. */
        EditMarket: {
            /**
             * Format: uuid
             * @description The revision that you saw.
             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
             */
            revision: string;
            /**
             * @description The name of the market, one line.
             * @example Târgul de Crăciun din Piața Unirii
             */
            marketName?: string;
            /**
             * @description What the market offers.
             * @example Forty wooden huts, mulled wine and a carousel.
             *     Open from 10 to 22.
             */
            marketDescription?: string;
            /**
             * Format: double
             * @description What a visit costs on average, in EUR, with at most 2 decimals.
             * @example 12.5
             */
            marketAveragePrice?: number;
        };
        /** @description How far an erasure has come. */
        Erasure: {
            /**
             * Format: int32
             * @description How many markets this call has erased.
             * @example 2
             */
            erased: number;
            /**
             * @description Whether more is left: call again until it is false.
             * @example false
             */
            remaining: boolean;
        };
        /** @description Why the gateway in front of the API refuses a request. */
        GatewayError: {
            /**
             * @description The reason in the words of the gateway.
             * @example Unauthorized
             */
            message: string;
        };
        /** @description That the API answers. */
        Health: {
            /**
             * @description The API answers.
             * @constant
             */
            status: "ok";
        };
        /** @description An application to run a Christmas market in a city. */
        Market: {
            /**
             * Format: uuid
             * @description The applicant's id: a UUID in lower case.
             * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
             */
            userId: string;
            /**
             * Format: uuid
             * @description The market's id: a UUID, version 4, in lower case.
             * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
             */
            marketId: string;
            /**
             * @description The name of the market, one line.
             * @example Târgul de Crăciun din Piața Unirii
             */
            marketName: string;
            /**
             * @description What the market offers.
             * @example Forty wooden huts, mulled wine and a carousel.
             *     Open from 10 to 22.
             */
            marketDescription: string;
            /**
             * Format: double
             * @description What a visit costs on average, in EUR, with at most 2 decimals.
             * @example 12.5
             */
            marketAveragePrice: number;
            /**
             * @description The city's display name, as in the catalogue.
             * @example Cluj-Napoca
             */
            city: string;
            /**
             * @description true exactly when status is approved.
             * @example false
             */
            marketApproved: boolean;
            status: components["schemas"]["MarketStatus"];
            /**
             * Format: uuid
             * @description Names the exact content: a UUID, version 7, in lower case. Every edit makes a new one; edits and decisions quote it.
             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
             */
            revision: string;
            /**
             * Format: date-time
             * @description When this revision was submitted, in UTC.
             * @example 2026-11-02T09:30:00.000Z
             */
            submittedAt: string;
            /**
             * @description Every decision so far, oldest first.
             * @example []
             */
            decisions: components["schemas"]["Decision"][];
        };
        /** @description One page of a list of markets. */
        MarketPage: {
            /** @description The markets of this page. */
            items: components["schemas"]["Market"][];
            /**
             * @description Asks for the next page; absent on the last.
             * @example eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9
             */
            nextCursor?: string;
        };
        /**
         * @description pending: waits for the city hall. Every edit makes a market pending again.
         * @example pending
         * @enum {string}
         */
        MarketStatus: "pending" | "approved" | "rejected";
        /** @description Why we refuse a request (RFC 9457). */
        Problem: {
            /**
             * @description Names the kind of problem, like `code`.
             * @example urn:christmas-markets:problem:STALE_REVISION
             */
            type: string;
            /**
             * @description The same for every problem of its kind.
             * @example The market has changed since this revision
             */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 409
             */
            status: number;
            /**
             * @description What was wrong with this request, for people.
             * @example The market is now at another revision. Read it again first.
             */
            detail: string;
            /**
             * @description What programs branch on; go by `status` where you do not know it. So far: `MALFORMED_REQUEST`, `INVALID_INPUT`, `UNKNOWN_CITY`, `UNAUTHORIZED`, `FORBIDDEN`, `NOT_FOUND`, `MARKET_NOT_FOUND`, `METHOD_NOT_SUPPORTED`, `MARKET_EXISTS`, `STALE_REVISION`, `ALREADY_DECIDED`, `MARKET_LIMIT_REACHED`, `DECISION_LIMIT_REACHED`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `INTERNAL_SERVER_ERROR`, `SERVICE_UNAVAILABLE`.
             * @example STALE_REVISION
             */
            code: string;
            /** @description Each rejected place of the input. */
            issues?: {
                /**
                 * @description The rejected place of the input, empty for the whole.
                 * @example marketAveragePrice
                 */
                path: string;
                /**
                 * @description What was expected there.
                 * @example Expected at most 2 decimals
                 */
                message: string;
            }[];
            /**
             * @description Names the request in our log: report it. Also in `apigw-requestid`.
             * @example JKJaXmPLvHcESHA=
             */
            requestId: string;
        };
        /** @description What submitMarket takes. */
        SubmitMarket: {
            /**
             * Format: uuid
             * @description The market's id: a UUID, version 4, in lower case.
             * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
             */
            marketId?: string;
            /**
             * @description The name of the market, one line.
             * @example Târgul de Crăciun din Piața Unirii
             */
            marketName: string;
            /**
             * @description What the market offers.
             * @example Forty wooden huts, mulled wine and a carousel.
             *     Open from 10 to 22.
             */
            marketDescription: string;
            /**
             * Format: double
             * @description What a visit costs on average, in EUR, with at most 2 decimals.
             * @example 12.5
             */
            marketAveragePrice: number;
            /**
             * @description The city, in any spelling of its name or by its key.
             * @example Cluj-Napoca
             */
            city: string;
        };
        /** @description One page of everything kept about an applicant. */
        UserData: {
            /**
             * Format: uuid
             * @description The applicant's id: a UUID in lower case.
             * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
             */
            userId: string;
            /** @description The markets of this page. */
            markets: components["schemas"]["Market"][];
            /**
             * @description Asks for the next page; absent on the last.
             * @example eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9
             */
            nextCursor?: string;
        };
    };
    responses: {
        /** @description There is no valid access token. */
        Unauthorized: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description The access token does not allow this. */
        Forbidden: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                /**
                 * @description The challenge (RFC 6750, section 3), where another token of yours may do it: this one lacks a scope. The gateway may leave it out.
                 * @example Bearer error="insufficient_scope"
                 */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description The body is over 64 KiB. */
        PayloadTooLarge: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description The body is not sent as application/json. */
        UnsupportedMediaType: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests. Repeat the call later. */
        TooManyRequests: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description Something failed on our side. Repeating the call may help. */
        InternalServerError: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description No answer in time. Repeat the call later. */
        ServiceUnavailable: {
            headers: {
                "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Names the request in our log: report it.
         * @example JKJaXmPLvHcESHA=
         */
        "Apigw-Requestid": string;
        /**
         * @description Requests in a second that the gateway lets through, over all callers; left out where it is not told. Above it: 429.
         * @example 100
         */
        "X-RateLimit-Limit": number;
        /**
         * @description The origin of the calling page, where it is one of those that are configured.
         * @example https://markets.example
         */
        "Access-Control-Allow-Origin": string;
        /**
         * @description Seconds to wait before the call is repeated. The gateway leaves it out.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description The challenge (RFC 6750, section 3): `Bearer` where no token came, with `error="invalid_token"` where one was refused.
         * @example Bearer error="invalid_token"
         */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue of cities. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "cluj-napoca",
                     *           "name": "Cluj-Napoca"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CityList"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That the API answers. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOwnMarkets: {
        parameters: {
            query?: {
                /**
                 * @description How many markets a page holds at most.
                 * @example 25
                 */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The caller's own id, the token's `sub`, or the word `me`.
                 * @example me
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list of markets. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *           "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *           "marketName": "Târgul de Crăciun din Piața Unirii",
                     *           "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *           "marketAveragePrice": 12.5,
                     *           "city": "Cluj-Napoca",
                     *           "marketApproved": false,
                     *           "status": "pending",
                     *           "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42",
                     *           "submittedAt": "2026-11-02T09:30:00.000Z",
                     *           "decisions": []
                     *         }
                     *       ],
                     *       "nextCursor": "eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9"
                     *     }
                     */
                    "application/json": components["schemas"]["MarketPage"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    submitMarket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Stands for `marketId`, so that the call may be repeated without a second effect.
                 * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The caller's own id, the token's `sub`, or the word `me`.
                 * @example me
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitMarket"];
            };
        };
        responses: {
            /** @description An application to run a Christmas market in a city. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *       "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *       "marketName": "Târgul de Crăciun din Piața Unirii",
                     *       "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *       "marketAveragePrice": 12.5,
                     *       "city": "Cluj-Napoca",
                     *       "marketApproved": false,
                     *       "status": "pending",
                     *       "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42",
                     *       "submittedAt": "2026-11-02T09:30:00.000Z",
                     *       "decisions": []
                     *     }
                     */
                    "application/json": components["schemas"]["Market"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description The market, or the number of them, does not allow this now. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own id, the token's `sub`, or the word `me`.
                 * @example me
                 */
                userId: string;
                /**
                 * @description The market's id: a UUID, version 4, in lower case.
                 * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                 */
                marketId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    editMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own id, the token's `sub`, or the word `me`.
                 * @example me
                 */
                userId: string;
                /**
                 * @description The market's id: a UUID, version 4, in lower case.
                 * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                 */
                marketId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMarket"];
            };
        };
        responses: {
            /** @description An application to run a Christmas market in a city. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *       "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *       "marketName": "Târgul de Crăciun din Piața Unirii",
                     *       "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *       "marketAveragePrice": 14,
                     *       "city": "Cluj-Napoca",
                     *       "submittedAt": "2026-11-02T10:06:12.368Z",
                     *       "marketApproved": false,
                     *       "status": "pending",
                     *       "revision": "019a5c9f-6d10-7b3a-8c5e-2a4f6b8d0e13",
                     *       "decisions": []
                     *     }
                     */
                    "application/json": components["schemas"]["Market"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description The market, or the number of them, does not allow this now. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    exportOwnData: {
        parameters: {
            query?: {
                /**
                 * @description How many markets a page holds at most.
                 * @example 25
                 */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of everything kept about an applicant. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *       "markets": [
                     *         {
                     *           "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *           "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *           "marketName": "Târgul de Crăciun din Piața Unirii",
                     *           "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *           "marketAveragePrice": 12.5,
                     *           "city": "Cluj-Napoca",
                     *           "marketApproved": false,
                     *           "status": "pending",
                     *           "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42",
                     *           "submittedAt": "2026-11-02T09:30:00.000Z",
                     *           "decisions": []
                     *         }
                     *       ],
                     *       "nextCursor": "eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9"
                     *     }
                     */
                    "application/json": components["schemas"]["UserData"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    eraseOwnData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far an erasure has come. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erased": 2,
                     *       "remaining": false
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listCityMarkets: {
        parameters: {
            query?: {
                /** @description Only markets of this status. */
                status?: components["schemas"]["MarketStatus"];
                /**
                 * @description How many markets a page holds at most.
                 * @example 25
                 */
                limit?: number;
                /** @description The nextCursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The city, in any spelling of its name or by its key.
                 * @example Cluj-Napoca
                 */
                city: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list of markets. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *           "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *           "marketName": "Târgul de Crăciun din Piața Unirii",
                     *           "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *           "marketAveragePrice": 12.5,
                     *           "city": "Cluj-Napoca",
                     *           "marketApproved": false,
                     *           "status": "pending",
                     *           "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42",
                     *           "submittedAt": "2026-11-02T09:30:00.000Z",
                     *           "decisions": []
                     *         }
                     *       ],
                     *       "nextCursor": "eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9"
                     *     }
                     */
                    "application/json": components["schemas"]["MarketPage"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    decideMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The market's id: a UUID, version 4, in lower case.
                 * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                 */
                marketId: string;
                /**
                 * @description The applicant's id, as in the market.
                 * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideMarket"];
            };
        };
        responses: {
            /** @description An application to run a Christmas market in a city. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10",
                     *       "marketId": "5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11",
                     *       "marketName": "Târgul de Crăciun din Piața Unirii",
                     *       "marketDescription": "Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.",
                     *       "marketAveragePrice": 12.5,
                     *       "city": "Cluj-Napoca",
                     *       "submittedAt": "2026-11-02T09:30:00.000Z",
                     *       "marketApproved": true,
                     *       "status": "approved",
                     *       "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42",
                     *       "decisions": [
                     *         {
                     *           "approved": true,
                     *           "decidedBy": "cluj",
                     *           "decidedAt": "2026-11-03T08:15:30.250Z",
                     *           "revision": "019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Market"];
                };
            };
            /** @description The request or its input is not valid. */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is nothing here for the caller. */
            404: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description The market, or the number of them, does not allow this now. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["Apigw-Requestid"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}

/** They take no token. */
export const publicOperations: readonly string[] = [
    "GET /v1/cities",
    "GET /health",
];
