package dev.atelier.providers.openai;

/** Which endpoint makes an account's images. */
enum OpenAiRoute {
  /** The Images API. */
  IMAGES,
  /** The Responses API, whose text model calls the tool {@code image_generation}. */
  RESPONSES,
  /** Responses where the account is one of OAuth2 or lists no image model, else Images. */
  AUTO
}
