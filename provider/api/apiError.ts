// Which error of the tree an error response becomes, by its status and code.
import {
  ApiError,
  AuthenticationError,
  type ErrorResponse,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type RequestLine,
  ServerError,
  ValidationError,
} from "./errors";

type ErrorClass = new (request: RequestLine, response: ErrorResponse) => ApiError;

const byCode: Record<string, ErrorClass> = {
  UNAUTHORIZED: AuthenticationError,
  FORBIDDEN: PermissionError,
  NOT_FOUND: NotFoundError,
  VALIDATION_ERROR: ValidationError,
  RATE_LIMIT_EXCEEDED: RateLimitError,
  INTERNAL_ERROR: ServerError,
};

const byStatus: Record<number, ErrorClass> = {
  401: AuthenticationError,
  403: PermissionError,
  422: ValidationError,
  429: RateLimitError,
};

/**
 * The error for an error response. The status decides where it is specific (a gateway's 429 has no code); the
 * code decides the rest, because it isn't documented whether a VALIDATION_ERROR is a 400 or a 422. Only its code
 * makes a 404 a NotFoundError: a wrong base URL answers 404 too, and taking that for deleted configs would
 * recreate every one of them.
 */
export function apiError(request: RequestLine, response: ErrorResponse): ApiError {
  const Class =
    byStatus[response.status] ?? (response.status >= 500 ? ServerError : byCode[response.code ?? ""]);
  if (Class) return new Class(request, response);
  if (response.status >= 300 && response.status < 400) {
    return new ApiError(
      request,
      response,
      "Redirects are not followed, because the API key would go with them: set carecycle:baseUrl to the final address.",
    );
  }
  if (response.status === 404) {
    return new ApiError(request, response, "This isn't the API's own NOT_FOUND: check carecycle:baseUrl.");
  }
  return new ApiError(request, response, "");
}
