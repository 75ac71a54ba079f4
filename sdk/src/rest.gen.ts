// Made from the OpenAPI document by `npm run generate`. Change the routers, not this.

export interface paths {
    "/v1/cities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the cities that take applications */
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
        /** Whether the API answers */
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
        /** List your own markets */
        get: operations["listOwnMarkets"];
        put?: never;
        /**
         * Submit a market
         * @description Safe to repeat with the same marketId: the same content answers with the stored market.
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
         * @description Oldest revision first. With status=pending: what waits for you. What a city hall has just decided may show a moment later.
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
         * @description Needs the revision you read, so that nobody approves what nobody read. Safe to repeat: the same decision on the same revision is kept once.
         */
        patch: operations["decideMarket"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Invalid input data error (400)
         * @description The error information
         * @example {
         *       "code": "BAD_REQUEST",
         *       "message": "Invalid input data",
         *       "issues": []
         *     }
         */
        "error.BAD_REQUEST": {
            /**
             * @description The error message
             * @example Invalid input data
             */
            message: string;
            /**
             * @description The error code
             * @example BAD_REQUEST
             */
            code: string;
            /**
             * @description An array of issues that were responsible for the error
             * @example []
             */
            issues?: {
                message: string;
            }[];
        };
        /**
         * Authorization not provided error (401)
         * @description The error information
         * @example {
         *       "code": "UNAUTHORIZED",
         *       "message": "Authorization not provided",
         *       "issues": []
         *     }
         */
        "error.UNAUTHORIZED": {
            /**
             * @description The error message
             * @example Authorization not provided
             */
            message: string;
            /**
             * @description The error code
             * @example UNAUTHORIZED
             */
            code: string;
            /**
             * @description An array of issues that were responsible for the error
             * @example []
             */
            issues?: {
                message: string;
            }[];
        };
        /**
         * Insufficient access error (403)
         * @description The error information
         * @example {
         *       "code": "FORBIDDEN",
         *       "message": "Insufficient access",
         *       "issues": []
         *     }
         */
        "error.FORBIDDEN": {
            /**
             * @description The error message
             * @example Insufficient access
             */
            message: string;
            /**
             * @description The error code
             * @example FORBIDDEN
             */
            code: string;
            /**
             * @description An array of issues that were responsible for the error
             * @example []
             */
            issues?: {
                message: string;
            }[];
        };
        /**
         * Not found error (404)
         * @description The error information
         * @example {
         *       "code": "NOT_FOUND",
         *       "message": "Not found",
         *       "issues": []
         *     }
         */
        "error.NOT_FOUND": {
            /**
             * @description The error message
             * @example Not found
             */
            message: string;
            /**
             * @description The error code
             * @example NOT_FOUND
             */
            code: string;
            /**
             * @description An array of issues that were responsible for the error
             * @example []
             */
            issues?: {
                message: string;
            }[];
        };
        /**
         * Internal server error error (500)
         * @description The error information
         * @example {
         *       "code": "INTERNAL_SERVER_ERROR",
         *       "message": "Internal server error",
         *       "issues": []
         *     }
         */
        "error.INTERNAL_SERVER_ERROR": {
            /**
             * @description The error message
             * @example Internal server error
             */
            message: string;
            /**
             * @description The error code
             * @example INTERNAL_SERVER_ERROR
             */
            code: string;
            /**
             * @description An array of issues that were responsible for the error
             * @example []
             */
            issues?: {
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
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
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
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
                        }[];
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
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
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    listOwnMarkets: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The caller's own id, the token's `sub`, or the word `me`. */
                userId: "me" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                             */
                            userId: string;
                            /**
                             * Format: lowercase
                             * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                             */
                            marketId: string & (unknown & unknown);
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
                             * @description What a visit costs on average, in EUR, with at most 2 decimals.
                             * @example 12.5
                             */
                            marketAveragePrice: number;
                            /**
                             * @description The city's display name, as in the catalogue.
                             * @example Cluj-Napoca
                             */
                            city: string;
                            /** @description true exactly when status is approved. */
                            marketApproved: boolean;
                            /** @enum {string} */
                            status: "pending" | "approved" | "rejected";
                            /**
                             * Format: lowercase
                             * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                            /**
                             * Format: date-time
                             * @description When this revision was submitted.
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            submittedAt: string;
                            /** @description Every decision so far, oldest first. */
                            decisions: {
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
                                 * @example 2026-11-02T09:30:00.000Z
                                 */
                                decidedAt: string;
                                /**
                                 * Format: lowercase
                                 * @description The revision that was decided on.
                                 * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                                 */
                                revision: string & (unknown & unknown);
                            }[];
                        }[];
                        /** @description Asks for the next page; absent on the last. */
                        nextCursor?: string;
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    submitMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own id, the token's `sub`, or the word `me`. */
                userId: "me" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: lowercase
                     * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                     */
                    marketId?: string & (unknown & unknown);
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
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                         */
                        userId: string;
                        /**
                         * Format: lowercase
                         * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                         */
                        marketId: string & (unknown & unknown);
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
                         * @description What a visit costs on average, in EUR, with at most 2 decimals.
                         * @example 12.5
                         */
                        marketAveragePrice: number;
                        /**
                         * @description The city's display name, as in the catalogue.
                         * @example Cluj-Napoca
                         */
                        city: string;
                        /** @description true exactly when status is approved. */
                        marketApproved: boolean;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected";
                        /**
                         * Format: lowercase
                         * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                         * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                         */
                        revision: string & (unknown & unknown);
                        /**
                         * Format: date-time
                         * @description When this revision was submitted.
                         * @example 2026-11-02T09:30:00.000Z
                         */
                        submittedAt: string;
                        /** @description Every decision so far, oldest first. */
                        decisions: {
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
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            decidedAt: string;
                            /**
                             * Format: lowercase
                             * @description The revision that was decided on.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                        }[];
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    withdrawMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own id, the token's `sub`, or the word `me`. */
                userId: "me" | string;
                marketId: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    editMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own id, the token's `sub`, or the word `me`. */
                userId: "me" | string;
                marketId: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: lowercase
                     * @description The revision that you saw.
                     * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                     */
                    revision: string & (unknown & unknown);
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
                     * @description What a visit costs on average, in EUR, with at most 2 decimals.
                     * @example 12.5
                     */
                    marketAveragePrice?: number;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                         */
                        userId: string;
                        /**
                         * Format: lowercase
                         * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                         */
                        marketId: string & (unknown & unknown);
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
                         * @description What a visit costs on average, in EUR, with at most 2 decimals.
                         * @example 12.5
                         */
                        marketAveragePrice: number;
                        /**
                         * @description The city's display name, as in the catalogue.
                         * @example Cluj-Napoca
                         */
                        city: string;
                        /** @description true exactly when status is approved. */
                        marketApproved: boolean;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected";
                        /**
                         * Format: lowercase
                         * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                         * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                         */
                        revision: string & (unknown & unknown);
                        /**
                         * Format: date-time
                         * @description When this revision was submitted.
                         * @example 2026-11-02T09:30:00.000Z
                         */
                        submittedAt: string;
                        /** @description Every decision so far, oldest first. */
                        decisions: {
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
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            decidedAt: string;
                            /**
                             * Format: lowercase
                             * @description The revision that was decided on.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                        }[];
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    exportOwnData: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                         */
                        userId: string;
                        markets: {
                            /**
                             * Format: uuid
                             * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                             */
                            userId: string;
                            /**
                             * Format: lowercase
                             * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                             */
                            marketId: string & (unknown & unknown);
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
                             * @description What a visit costs on average, in EUR, with at most 2 decimals.
                             * @example 12.5
                             */
                            marketAveragePrice: number;
                            /**
                             * @description The city's display name, as in the catalogue.
                             * @example Cluj-Napoca
                             */
                            city: string;
                            /** @description true exactly when status is approved. */
                            marketApproved: boolean;
                            /** @enum {string} */
                            status: "pending" | "approved" | "rejected";
                            /**
                             * Format: lowercase
                             * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                            /**
                             * Format: date-time
                             * @description When this revision was submitted.
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            submittedAt: string;
                            /** @description Every decision so far, oldest first. */
                            decisions: {
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
                                 * @example 2026-11-02T09:30:00.000Z
                                 */
                                decidedAt: string;
                                /**
                                 * Format: lowercase
                                 * @description The revision that was decided on.
                                 * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                                 */
                                revision: string & (unknown & unknown);
                            }[];
                        }[];
                        /** @description Asks for the next page; absent on the last. */
                        nextCursor?: string;
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
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
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many markets this call has erased. */
                        erased: number;
                        /** @description Whether more is left: call again until it is false. */
                        remaining: boolean;
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    listCityMarkets: {
        parameters: {
            query?: {
                status?: "pending" | "approved" | "rejected";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The city, in any spelling of its name or by its key. */
                city: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                             */
                            userId: string;
                            /**
                             * Format: lowercase
                             * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                             */
                            marketId: string & (unknown & unknown);
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
                             * @description What a visit costs on average, in EUR, with at most 2 decimals.
                             * @example 12.5
                             */
                            marketAveragePrice: number;
                            /**
                             * @description The city's display name, as in the catalogue.
                             * @example Cluj-Napoca
                             */
                            city: string;
                            /** @description true exactly when status is approved. */
                            marketApproved: boolean;
                            /** @enum {string} */
                            status: "pending" | "approved" | "rejected";
                            /**
                             * Format: lowercase
                             * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                            /**
                             * Format: date-time
                             * @description When this revision was submitted.
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            submittedAt: string;
                            /** @description Every decision so far, oldest first. */
                            decisions: {
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
                                 * @example 2026-11-02T09:30:00.000Z
                                 */
                                decidedAt: string;
                                /**
                                 * Format: lowercase
                                 * @description The revision that was decided on.
                                 * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                                 */
                                revision: string & (unknown & unknown);
                            }[];
                        }[];
                        /** @description Asks for the next page; absent on the last. */
                        nextCursor?: string;
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
    decideMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                marketId: string & (unknown & unknown);
                /** @description The applicant's id, as in the market. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approved: boolean;
                    /**
                     * @description Why the city hall decided so. A rejection needs one.
                     * @example The fire lane on the east side must stay free.
                     */
                    reason?: string;
                    /**
                     * Format: lowercase
                     * @description The revision that you read.
                     * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                     */
                    revision: string & (unknown & unknown);
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10
                         */
                        userId: string;
                        /**
                         * Format: lowercase
                         * @example 5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11
                         */
                        marketId: string & (unknown & unknown);
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
                         * @description What a visit costs on average, in EUR, with at most 2 decimals.
                         * @example 12.5
                         */
                        marketAveragePrice: number;
                        /**
                         * @description The city's display name, as in the catalogue.
                         * @example Cluj-Napoca
                         */
                        city: string;
                        /** @description true exactly when status is approved. */
                        marketApproved: boolean;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected";
                        /**
                         * Format: lowercase
                         * @description Names the exact content. Every edit makes a new one; edits and decisions quote it.
                         * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                         */
                        revision: string & (unknown & unknown);
                        /**
                         * Format: date-time
                         * @description When this revision was submitted.
                         * @example 2026-11-02T09:30:00.000Z
                         */
                        submittedAt: string;
                        /** @description Every decision so far, oldest first. */
                        decisions: {
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
                             * @example 2026-11-02T09:30:00.000Z
                             */
                            decidedAt: string;
                            /**
                             * Format: lowercase
                             * @description The revision that was decided on.
                             * @example 019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42
                             */
                            revision: string & (unknown & unknown);
                        }[];
                    };
                };
            };
            /** @description Invalid input data */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.BAD_REQUEST"];
                };
            };
            /** @description Authorization not provided */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.UNAUTHORIZED"];
                };
            };
            /** @description Insufficient access */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.FORBIDDEN"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.NOT_FOUND"];
                };
            };
            /** @description Internal server error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["error.INTERNAL_SERVER_ERROR"];
                };
            };
        };
    };
}
